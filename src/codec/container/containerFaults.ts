import { count } from '../../messageWords.ts';
import { Problem } from '../../problem.ts';

/** What is wrong with a container's structure. */
export interface ContainerFault {
  /** True if the file ends too early, false if it is damaged within. */
  readonly isCutOff: boolean;
  /** Position of the first wrong byte. */
  readonly at: number;
  /** What is wrong there, e.g. `no Matroska element starts there`. */
  readonly reason: string;
  /** Pictures of the first video track that are complete; null if that is not known. */
  readonly pictures: number | null;
}

/** The problem of a file with a fault: what is wrong, how much there is, and how to save it. */
export function faultyContainer(name: string, fault: ContainerFault): Problem {
  const { isCutOff, at, reason, pictures } = fault;
  const what = isCutOff ? `${name} is cut off` : `${name} is damaged at byte ${at}: ${reason}`;
  if (pictures === null || pictures === 0) {
    return new Problem(
      `${what}${pictures === 0 ? ', and has no complete picture' : ''}.`,
      'Copy or download the file again.',
    );
  }
  return new Problem(
    `${what}. It has ${count(pictures, 'complete picture')} up to there.`,
    'Copy or download it again, or save what there is with ffmpeg -i INPUT -c copy OUTPUT.mkv and open that.',
  );
}
