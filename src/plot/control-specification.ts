/** A number between two ends. */
export interface SliderControl {
  /** Names the form of control. */
  readonly type: "slider";
  /** Beside it. */
  readonly label: string;
  /** Least value. */
  readonly min: number;
  /** Greatest value. */
  readonly max: number;
  /** Distance of two neighbouring values. */
  readonly step: number;
  /** Where it stands at first. */
  readonly value: number;
}

/** One of several names. */
export interface ChoiceControl {
  /** Names the form of control. */
  readonly type: "choice";
  /** Beside it. */
  readonly label: string;
  /** What can be chosen. */
  readonly options: readonly string[];
  /** What is chosen at first. */
  readonly value: string;
}

/** Several numbers side by side, each of which can be dragged: a spectrum. */
export interface BarsControl {
  /** Names the form of control. */
  readonly type: "bars";
  /** Of each, followed by its number from 1. */
  readonly label: string;
  /** Least value of each. */
  readonly min: number;
  /** Greatest value of each. */
  readonly max: number;
  /** Distance of two neighbouring values. */
  readonly step: number;
  /** Where they stand at first. */
  readonly value: readonly number[];
  /** The slider that says how many of them are shown and count; all by default. */
  readonly count?: string;
}

/** Several buttons side by side, each pressed (1) or not (0): labels of two classes. */
export interface TogglesControl {
  /** Names the form of control. */
  readonly type: "toggles";
  /** Before the first. */
  readonly label: string;
  /** Which are pressed at first. */
  readonly value: readonly number[];
}

/** Something that the reader moves, told apart by `type`. */
export type ControlSpecification = SliderControl | ChoiceControl | BarsControl | TogglesControl;

/** The value that a control has. */
export type ControlValue<C extends ControlSpecification> = C extends SliderControl
  ? number
  : C extends ChoiceControl
    ? C["options"][number]
    : readonly number[];
