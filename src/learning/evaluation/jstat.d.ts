declare module "jstat" {
  /** The distributions used here: quantile and distribution function. */
  const jstat: {
    studentt: { inv(p: number, degrees: number): number; cdf(t: number, degrees: number): number };
  };
  export default jstat;
}
