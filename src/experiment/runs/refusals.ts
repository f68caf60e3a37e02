import { Problem } from '../../problem.ts';

/** The error for a run file with wrong content; `what` ends the sentence "…: …". */
export function damaged(file: string, what: string, options?: ErrorOptions): Problem {
  return new Problem(
    `${file} is damaged: ${what}.`,
    'Copy or download it again, or save the run again where it was made.',
    options,
  );
}

/** The error for a file that is something else; `why` ends the sentence "…: …". */
export function notRun(file: string, why: string, options?: ErrorOptions): Problem {
  return new Problem(
    `${file} is not a run of Maskscope: ${why}.`,
    'Choose a .maskscope file that Maskscope saved or that `npm run evaluate` wrote.',
    options,
  );
}
