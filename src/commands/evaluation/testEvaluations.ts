import type { ResultSet } from '../../experiment/resultFile.ts';
import type { SequenceResult } from '../../experiment/resultSchema.ts';
import { type EvaluateOptions, parseEvaluateOptions } from '../evaluateOptions.ts';
import { evaluationEnvironment, plannedEnvironment } from './makeEnvironment.ts';

// For tests only: files as npm run evaluate writes them, with figures that were made up.

/** Of a network's files; of no bytes that exist. */
const HASHES: Readonly<Record<string, string>> = {
  'network.onnx': '9f3c0ce8ca5f1f3ad1d4a1b5f1f5a2b3a0b0d3f6c6a9b1d8e6b8c9e2b5a7f0c1',
};

/** Options of a command line with these added. */
export function optionsOf(...args: readonly string[]): EvaluateOptions {
  return parseEvaluateOptions(['--davis', 'DAVIS', '--out', 'result.json', ...args]);
}

/** A result whose J mean is `J`. */
export function madeUpResult(name: string, crf: number, J = 0.8): SequenceResult {
  const statistics = { mean: J, recall: 1, decay: Number.NaN };
  return {
    name,
    frames: 5,
    size: { width: 100, height: 50 },
    frameRate: 25,
    configuration: { crf, targetBpp: null, keyint: 8, network: 'compact', frameLimit: null },
    columns: {
      x265: {
        title: 'x265',
        masks: 'VOS on decoded frames',
        crf,
        bpp: { video: 0.01, masks: 0, total: 0.01 },
        ...{ J: statistics, F: statistics, JF: J },
        psnrY: 30,
        picture: { psnrY: 30, psnr: 31, ssimY: 0.9, inside: null, outside: null },
        seconds: { encode: 1, decode: 1, enhance: 0, vos: 1 },
        objects: [
          {
            ...{ id: 1, J: statistics, F: statistics, JF: J },
            frames: { J: [null, J, null], F: [null, J, null] },
          },
        ],
        provider: 'wasm',
      },
    },
    provenance: {
      date: '2026-01-01T00:00:00.000Z',
      input: `input of ${name}`,
      commandLine: 'ffmpeg',
      networks: Object.entries(HASHES).map(([file, sha256]) => ({ name: file, sha256 })),
      device: 'wasm, 2 threads',
      adapter: null,
      providerReason: null,
      goldenDifference: null,
      browser: 'test',
      versions: { maskscope: '0.1.0' },
    },
  };
}

/** A file of these options over these sequences, with what is finished of it. */
export function madeUpFile(
  options: EvaluateOptions,
  sequenceNames: readonly string[],
  sequences: readonly SequenceResult[],
  failures: ResultSet['failures'] = [],
): ResultSet {
  const planned = plannedEnvironment(options, sequences, sequenceNames);
  const environment = evaluationEnvironment(planned, sequences, 'test', {}, 'npm run evaluate');
  return { environment, sequences, failures };
}
