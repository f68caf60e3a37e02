import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { CodedMasks, ColumnState } from '../../experiment/experimentState.ts';
import type { ExplainedMap } from '../../masks/explain.ts';
import { describeError } from '../../problem.ts';
import { contourPath } from '../../rendering/contourPath.ts';
import type { FrameSize } from '../../sequence/frames.ts';
import { labelMap } from '../../sequence/labelMaps.ts';
import { LabelledSlider } from '../../ui/LabelledSlider.tsx';
import { StillPicture } from '../../viewer/StillPicture.tsx';
import { goToFrame, viewStore } from '../../viewer/viewState.ts';
import { useApp, useExperimentStore } from '../experimentContext.ts';
import { BlockOverlay } from './BlockOverlay.tsx';
import styles from './MaskStreamView.module.css';

/**
 * Shows how the masks of a frame were coded: the moved blocks, the bits per block, and the contours
 * before and after coding.
 */
export function MaskStreamView({ column }: { readonly column: ColumnState }) {
  const { size, frameCount } = useExperimentStore((store) => store.experiment);
  const { frame } = useStore(viewStore);
  const { masks } = column;
  const { maps, problem } = useExplanation(masks, size);
  const [shown, setShown] = useState({ blocks: true, contours: true });
  if (!masks) return <p className={styles.note}>This view appears when the masks are coded.</p>;
  const map = maps?.[frame] ?? null;
  const { frames } = column.pictures;
  const { original } = masks;
  const toggle = (layer: keyof typeof shown) => (
    <label className={styles.toggle}>
      <input
        type="checkbox"
        checked={shown[layer]}
        onChange={() => setShown((before) => ({ ...before, [layer]: !before[layer] }))}
      />
      {layer === 'blocks' ? 'Blocks and bits' : 'Contours'}
    </label>
  );
  return (
    <div className={styles.content}>
      <div className={styles.picture}>
        {frames && column.pictures.ready[frame] ? (
          <StillPicture
            frames={frames}
            index={frame}
            label={`${column.title}, frame ${frame}, with the coding of its masks`}
          />
        ) : (
          <p className={styles.note}>This frame is not enhanced yet.</p>
        )}
        <svg viewBox={`0 0 ${size.width} ${size.height}`} aria-hidden className={styles.overlay}>
          {shown.blocks && map && <BlockOverlay map={map} />}
          {shown.contours && (
            <>
              {original && frame < original.count && (
                <path
                  className={styles.original}
                  d={contourPath(labelMap(original, frame), size)}
                />
              )}
              {masks.maps && frame < masks.maps.count && (
                <path
                  className={styles.decoded}
                  d={contourPath(labelMap(masks.maps, frame), size)}
                />
              )}
            </>
          )}
        </svg>
      </div>
      <LabelledSlider
        label="Frame"
        valueText={`${frame} of ${frameCount - 1}`}
        value={frame}
        min={0}
        max={frameCount - 1}
        onChange={(next) => goToFrame(next, frameCount)}
      />
      <div className={styles.row}>
        {toggle('blocks')}
        {toggle('contours')}
        <p role="status">{problem ?? (maps ? summary(map) : 'Reading…')}</p>
      </div>
      <ul className={styles.key} aria-label="Legend">
        <li data-kind="original">VOS contour on the original</li>
        <li data-kind="decoded">decoded contour</li>
        <li data-kind="moved">block moved from the previous map, with its vector</li>
        <li data-kind="coded">block with coded pixels; darker means more bits</li>
      </ul>
    </div>
  );
}

/** The explained packets; computed when the view opens and when the masks change. */
function useExplanation(masks: CodedMasks | null, size: FrameSize) {
  const { experiment } = useApp();
  const [maps, setMaps] = useState<readonly (ExplainedMap | null)[] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const packets = masks?.packets ?? null;
  useEffect(() => {
    setMaps(null);
    setProblem(null);
    if (!packets) return;
    let current = true;
    experiment.workers.masks
      .run((api) => api.explain(packets, size))
      .then((explained) => current && setMaps(explained))
      .catch((error: unknown) => current && setProblem(describeError(error)));
    return () => {
      current = false;
    };
  }, [experiment, packets, size]);
  return { maps, problem };
}

function summary(map: ExplainedMap | null): string {
  if (!map) return 'The masks of this frame are damaged or missing.';
  const { bytes, isRefresh, blocks } = map;
  const size = `${bytes} bytes`;
  if (isRefresh) return `${size}: an intra map, coded without reference to other maps.`;
  if (bytes === 0) return '0 bytes: unchanged.';
  const coded = blocks.filter(({ kind }) => kind === 'coded');
  const moved = blocks.filter(({ kind }) => kind === 'moved').length;
  const bits = (of: typeof blocks) => of.reduce((sum, block) => sum + block.bits, 0);
  const share = Math.round((100 * bits(coded)) / Math.max(1, bits(blocks)));
  return `${size}: of ${blocks.length} blocks, ${moved} moved and ${coded.length} were coded with ${share}% of the bits.`;
}
