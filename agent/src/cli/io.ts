/** What a command of the command line is given and answers. */

export type Io = {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
};

/** How a command ended: 0 well, 1 not, 2 it was called wrongly. */
export type ExitCode = 0 | 1 | 2;
