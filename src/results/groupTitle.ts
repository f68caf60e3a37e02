import { type ColumnSpec, columnKind, type Rate } from './columnSpec.ts';
import { shortHash } from './family.ts';
import type { ColumnResult, GivenFile, SequenceResult } from './resultSchema.ts';

/**
 * A column's title in tables, which names everything that decides it but the VOS network, e.g. `ours
 * CRF 48, keyint 8, mask quality 43`.
 *
 * @param ambiguous names that several streams share, which need their hash in the title
 */
export function groupTitle(
  { spec, title, crf, foundRate }: ColumnResult,
  { provenance }: Pick<SequenceResult, 'provenance'>,
  ambiguous: ReadonlySet<string>,
): string {
  const { pictures } = spec;
  const settings = settingsText(spec);
  switch (pictures.source) {
    case 'original':
      return [columnKind(spec), settings].filter(Boolean).join(', ');
    case 'import':
      return title;
    case 'x265': {
      const rate = wantedRateText(pictures.rate, foundRate?.against ?? null);
      return [`${columnKind(spec)} ${rate}`, settings].join(', ');
    }
    case 'stream': {
      const assumed = spec.enhanced && crf === null ? `assumed CRF ${pictures.assumedCrf}` : '';
      const from = `${columnKind(spec)} from ${streamName(suppliedStream(provenance), ambiguous)}`;
      return [from, assumed, settings].filter(Boolean).join(', ');
    }
  }
}

/**
 * The settings of a column apart from its rate and its VOS network, e.g. `keyint 8, mask quality
 * 43`.
 */
export function settingsText({ pictures, enhanced, masks }: ColumnSpec): string {
  const isVideo = pictures.source === 'x265' || pictures.source === 'stream';
  return [
    pictures.source === 'x265' ? `keyint ${pictures.keyint}` : null,
    isVideo && masks.source === 'coded' && !enhanced ? 'not enhanced' : null,
    isVideo && masks.source === 'truth' ? 'annotated masks' : null,
    enhanced && masks.source === 'vos' ? 'VOS on enhanced frames' : null,
    masks.source === 'coded' ? qualityText(masks.quality) : null,
  ]
    .filter(Boolean)
    .join(', ');
}

/** Names that user-supplied streams with different contents share. */
export function ambiguousNames(results: readonly SequenceResult[]): ReadonlySet<string> {
  const hashes = new Map<string, string>();
  const ambiguous = new Set<string>();
  for (const { provenance } of results) {
    const stream = suppliedStream(provenance);
    if (!stream) continue;
    const { name, sha256 } = stream;
    if ((hashes.get(name) ?? sha256) !== sha256) ambiguous.add(name);
    hashes.set(name, sha256);
  }
  return ambiguous;
}

/** @param against the x265 column that a relative rate refers to */
function wantedRateText(rate: Rate, against: ColumnSpec | null): string {
  const reference =
    against?.pictures.source === 'x265'
      ? `x265 ${wantedRateText(against.pictures.rate, null)}`
      : 'x265';
  switch (rate.kind) {
    case 'crf':
      return `CRF ${rate.crf}`;
    case 'same':
      return `at the CRF of ${reference}`;
    case 'fewer':
      return `${rate.percent}% fewer bits than ${reference}`;
    case 'bpp':
      return `at ${rate.bpp} bpp`;
  }
}

function qualityText(quality: number | null): string {
  return quality === null ? 'carried masks' : `mask quality ${quality}`;
}

function streamName(stream: GivenFile | undefined, ambiguous: ReadonlySet<string>): string {
  if (!stream) return 'a user-supplied stream';
  return ambiguous.has(stream.name) ? `${stream.name} ${shortHash(stream.sha256)}` : stream.name;
}

function suppliedStream({
  givenFiles,
}: Pick<SequenceResult['provenance'], 'givenFiles'>): GivenFile | undefined {
  return givenFiles.find(({ role }) => role === 'x265 stream');
}
