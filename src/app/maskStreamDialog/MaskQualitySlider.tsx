import { columnBits } from '../../experiment/columnSummary.ts';
import type { ExperimentState } from '../../experiment/experimentState.ts';
import { MASK_QUALITY_RANGE } from '../../masks/maskStream.ts';
import { CommittedSlider } from '../../ui/CommittedSlider.tsx';
import { useApp, useExperimentStore } from '../experimentContext.ts';

/** Sets the quality of coded masks, and shows their share of the bits. */
export function MaskQualitySlider() {
  const { experiment } = useApp();
  const { maskQuality } = useExperimentStore((store) => store.configuration);
  const share = useExperimentStore((store) => shareOfBits(store.experiment));
  const { min, max } = MASK_QUALITY_RANGE;
  return (
    <CommittedSlider
      label="Masks"
      text={(quality) =>
        quality === maskQuality && share !== null ? `${quality} · ${share} of bits` : `${quality}`
      }
      value={maskQuality}
      min={min}
      max={max}
      onCommit={(quality) => experiment.configure({ maskQuality: quality })}
    />
  );
}

/** The masks' share of the bits of ours, e.g. `6.8%`; null until both are coded. */
export function shareOfBits(experiment: ExperimentState): string | null {
  const bits = columnBits('ours', experiment);
  if (!bits || bits.total === 0) return null;
  return `${((100 * bits.masks) / bits.total).toFixed(1)}%`;
}
