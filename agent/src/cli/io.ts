/** Input and output of the commands of the command line. */

export type Io = {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
};

/** 0: success; 1: failure; 2: wrong arguments. */
export type ExitCode = 0 | 1 | 2;
