declare module "jstat" {
  /** The distributions used here: the quantile function. */
  const jstat: {
    studentt: { inv(p: number, degrees: number): number };
  };
  export default jstat;
}
