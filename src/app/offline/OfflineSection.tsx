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
  const { unavailable, parts, loading, problem } = useStore(offline.store);
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
              canKeep={loading.length === 0}
            />
          ))}
        </ul>
      )}
      {problem && <p role="alert">{problem} Check the connection and try again.</p>}
    </section>
  );
}

interface PartProps {
  readonly state: PartState;
  readonly isLoading: boolean;
  readonly canKeep: boolean;
}

function Part({ state: { part, bytes, keptBytes }, isLoading, canKeep }: PartProps) {
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
      {!isLoading && !isKept && (
        <Button
          disabled={!canKeep}
          aria-label={`Keep: ${name}`}
          onClick={() => void offline.keep([part])}
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
