import { useEffect } from 'react';
import { useStore } from 'zustand';
import type { PartState } from '../../offline/offlineFiles.ts';
import type { OfflinePart } from '../../offline/offlineParts.ts';
import { Button } from '../../ui/Button.tsx';
import { useApp } from '../experimentContext.ts';
import styles from './OfflineSection.module.css';

const PART_NAMES: Readonly<Record<OfflinePart, string>> = {
  app: 'Maskscope and the recorded run',
  lessons: 'The runs of the lessons',
  computing: 'ffmpeg with x265, our networks, the built-in sequence',
  wasm: 'onnxruntime for the CPU (wasm)',
  webgpu: 'onnxruntime and our networks for the GPU (WebGPU)',
  networks: 'Other networks: Compact VOS retrained, STCN, R50-AOTL',
};

const ORDER = Object.keys(PART_NAMES) as OfflinePart[];

/** Which of the app's files are kept in this browser for use without a connection, with sizes. */
export function OfflineSection() {
  const { offline } = useApp();
  const { unavailable, parts, loading, waiting, problem, updateProblem } = useStore(offline.store);
  useEffect(() => void offline.refresh(), [offline]);
  const inOrder = parts.toSorted((a, b) => ORDER.indexOf(a.part) - ORDER.indexOf(b.part));
  return (
    <section className={styles.offline} aria-label="Offline">
      <h3>Offline</h3>
      {unavailable ? (
        <p>
          Nothing is kept for use without a connection, because no service worker runs.{' '}
          {unavailable}
        </p>
      ) : (
        <p>
          Maskscope works without a connection with what this browser keeps. What a run uses is kept
          too. The browser’s menu installs Maskscope as an app.
        </p>
      )}
      {inOrder.length > 0 && (
        <ul>
          {inOrder.map((state) => (
            <Part
              key={state.part}
              state={state}
              isLoading={loading.includes(state.part)}
              isWaiting={waiting.includes(state.part)}
              canKeep={loading.length === 0}
            />
          ))}
        </ul>
      )}
      {waiting.length > 0 && loading.length === 0 && (
        <p role="status">
          Another tab of Maskscope is loading files. This one goes on when that one is done.
        </p>
      )}
      {problem && <p role="alert">{problem}</p>}
      {updateProblem && <p role="status">{updateProblem}</p>}
    </section>
  );
}

interface PartProps {
  readonly state: PartState;
  readonly isLoading: boolean;
  readonly isWaiting: boolean;
  readonly canKeep: boolean;
}

function Part({ state: { part, bytes, keptBytes }, isLoading, isWaiting, canKeep }: PartProps) {
  const { offline } = useApp();
  const isKept = keptBytes >= bytes;
  const name = PART_NAMES[part];
  return (
    <li data-part={part} data-kept={isKept || undefined}>
      <span>{name}</span>
      <span className={styles.size}>
        {isKept
          ? `${megabytes(bytes)} MB, kept`
          : `${megabytes(keptBytes)} of ${megabytes(bytes)} MB`}
      </span>
      {isLoading && !isKept && <progress value={keptBytes} max={bytes} aria-label={name} />}
      {isWaiting && !isKept && <span className={styles.size}>waits</span>}
      {!isLoading && !isWaiting && !isKept && (
        <Button
          disabled={!canKeep}
          aria-label={`Keep: ${name}`}
          onClick={() => void offline.keepOnRequest(part)}
        >
          Keep
        </Button>
      )}
    </li>
  );
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0);
}
