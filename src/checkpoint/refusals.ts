import { Problem } from '../problem.ts';

/** @param what a clause that describes the damage, without a full stop */
export function damaged(name: string, what: string, cause?: unknown): Problem {
  return new Problem(
    `${name} is damaged or cut off: ${what}.`,
    'Copy or download it again.',
    cause === undefined ? undefined : { cause },
  );
}

/** @param what the predicate of a sentence about the file, without a full stop */
export function unsupported(name: string, what: string): Problem {
  return new Problem(
    `${name} ${what}.`,
    'Save the state dict alone in Python: torch.save(model.state_dict(), "weights.pth").',
  );
}

/** Text from a file for a message: in quotes, printable and short. */
export function quoted(text: string): string {
  const printable = text.replace(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, '?');
  return `“${printable.length > 80 ? `${printable.slice(0, 80)}…` : printable}”`;
}
