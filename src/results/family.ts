import type { ColumnResult } from './resultSchema.ts';

/** Settings that results must share to be on one rate curve. */
export interface Family {
  /** Name of the VOS network, with a limit of its memory; empty for columns without VOS. */
  readonly network: string;
  /** 0 for columns that were not encoded here: originals, user-supplied streams and imports. */
  readonly keyint: number;
  readonly provider: ColumnResult['provider'];
  /** Frames of each sequence, null for all of them. */
  readonly frameLimit: number | null;
  /** Versions of the programs and SHA-256 of the networks' files, by name. */
  readonly programs: Readonly<Record<string, string>>;
}

export function familyOf({ network, keyint, provider, frameLimit, programs }: Family): Family {
  return { network, keyint, provider, frameLimit, programs };
}

export function sameFamily(a: Family, b: Family): boolean {
  return JSON.stringify(familyOf(a)) === JSON.stringify(familyOf(b));
}

/**
 * The settings in which a family differs from others, as text; empty if all are the same. The
 * network and the key frame distance are named elsewhere.
 */
export function familyText(family: Family, all: readonly Family[]): string {
  const differs = (key: 'provider' | 'frameLimit') =>
    all.some((other) => other[key] !== family[key]);
  const { provider, frameLimit } = family;
  return [
    differs('provider') ? provider : null,
    differs('frameLimit') ? (frameLimit === null ? 'all frames' : `${frameLimit} frames`) : null,
    ...differingPrograms(family, all),
  ]
    .filter(Boolean)
    .join(', ');
}

/** Programs with another version in another family of the same network. */
function differingPrograms({ network, programs }: Family, all: readonly Family[]): string[] {
  const others = all.filter((other) => other.network === network);
  return Object.entries(programs)
    .filter(([name, version]) => others.some((other) => other.programs[name] !== version))
    .map(([name, version]) => `${name} ${shortHash(version)}`);
}

/** Shortens a SHA-256 to its first digits; returns other versions as they are. */
export function shortHash(version: string): string {
  return /^[0-9a-f]{64}$/.test(version) ? version.slice(0, 8) : version;
}
