import { ArrowLeft, ArrowRight, Copy, Trash2 } from 'lucide-react';
import { KEYINT_RANGE } from '../../codec/x265.ts';
import type { ColumnState } from '../../experiment/experimentState.ts';
import { MASK_QUALITY_RANGE } from '../../masks/maskStream.ts';
import { VOS_NETWORKS, type VosNetworkName } from '../../networks/vosNetworks.ts';
import {
  type ColumnMasks,
  type ColumnPictures,
  type ColumnSpec,
  MOST_COLUMNS,
  networkOf,
} from '../../results/columnSpec.ts';
import { Button } from '../../ui/Button.tsx';
import { CommittedNumber } from '../../ui/CommittedNumber.tsx';
import { CommittedSlider } from '../../ui/CommittedSlider.tsx';
import { Segments } from '../../ui/Segments.tsx';
import { useExperimentStore } from '../experimentContext.ts';
import styles from './ColumnEditor.module.css';
import type { ColumnEdits } from './columnActions.ts';
import { maskShare } from './maskShare.ts';
import { networkFor } from './presets.ts';
import { RateField } from './RateField.tsx';
import { isCoded, withEnhancement, withKeyint, withMasks, withPictures } from './specEdits.ts';
import { useUsableNetworks } from './useUsableNetworks.ts';

const PICTURE_LABELS: Readonly<Record<ColumnPictures['source'], string>> = {
  original: 'Original',
  x265: 'x265',
  stream: 'Your x265 stream',
  import: 'Import',
};

const MASK_CHOICES: Readonly<Record<ColumnMasks['source'], { label: string; title: string }>> = {
  truth: { label: 'Ground truth', title: 'The annotations' },
  vos: { label: 'VOS', title: 'VOS on the frames of this column' },
  coded: {
    label: 'Coded masks',
    title: 'VOS on the original frames at the encoder, whose masks are sent with the video',
  },
};

/** Intervals that differ much; others can be typed. */
const KEYINTS = [1, 8, 64, 250];

interface ColumnEditorProps {
  readonly column: ColumnState;
  readonly edits: ColumnEdits;
}

/** All settings of a column. Each takes effect at once. */
export function ColumnEditor({ column, edits }: ColumnEditorProps) {
  const { spec } = column;
  const media = useExperimentStore((store) => store.media);
  const columns = useExperimentStore((store) => store.configuration.columns);
  const context = { crf: column.crf, network: networkFor(columns) };
  const { onChange } = edits;
  const coded = isCoded(spec);
  const isThere = { original: true, x265: true, stream: media.x265Stream, import: media.imported };
  const sources = Object.keys(PICTURE_LABELS) as ColumnPictures['source'][];
  return (
    <div className={styles.editor}>
      <ListButtons edits={edits} />
      <Segments
        label="Frames"
        choices={sources
          .filter((source) => isThere[source] || spec.pictures.source === source)
          .map((value) => ({ value, label: PICTURE_LABELS[value] }))}
        chosen={spec.pictures.source}
        onChoose={(source) => onChange(withPictures(spec, source, context))}
      />
      {spec.pictures.source === 'x265' && (
        <>
          <RateField column={column} onChange={onChange} />
          <KeyintField
            value={spec.pictures.keyint}
            onCommit={(keyint) => onChange(withKeyint(spec, keyint))}
          />
        </>
      )}
      {coded && (
        <label className={styles.toggle}>
          <input
            type="checkbox"
            checked={spec.enhanced}
            onChange={() => onChange(withEnhancement(spec, !spec.enhanced, context))}
          />
          Enhance the decoded frames
        </label>
      )}
      <Segments
        label="Masks"
        choices={(['truth', 'vos', 'coded'] as const)
          .filter((source) => source !== 'coded' || coded)
          .map((value) => ({ value, ...MASK_CHOICES[value] }))}
        chosen={spec.masks.source}
        onChoose={(source) => onChange(withMasks(spec, source, context))}
      />
      <QualityField column={column} onChange={onChange} />
      <NetworkField spec={spec} onChange={onChange} />
    </div>
  );
}

function ListButtons({ edits }: { readonly edits: ColumnEdits }) {
  const { index, count, onDuplicate, onMove, onRemove } = edits;
  return (
    <div className={styles.buttons}>
      <Button disabled={count >= MOST_COLUMNS} onClick={onDuplicate}>
        <Copy size={14} aria-hidden /> Duplicate
      </Button>
      <Button look="icon" disabled={index === 0} onClick={() => onMove(-1)} aria-label="Move left">
        <ArrowLeft size={16} />
      </Button>
      <Button
        look="icon"
        disabled={index === count - 1}
        onClick={() => onMove(1)}
        aria-label="Move right"
      >
        <ArrowRight size={16} />
      </Button>
      <Button disabled={count === 1} onClick={onRemove}>
        <Trash2 size={14} aria-hidden /> Remove
      </Button>
    </div>
  );
}

function KeyintField(props: {
  readonly value: number;
  readonly onCommit: (keyint: number) => void;
}) {
  const { value, onCommit } = props;
  return (
    <div className={styles.row}>
      <Segments
        label="Key frame interval (keyint)"
        choices={KEYINTS.map((keyint) => ({ value: String(keyint), label: String(keyint) }))}
        chosen={KEYINTS.includes(value) ? String(value) : null}
        onChoose={(keyint) => onCommit(Number(keyint))}
      />
      <CommittedNumber
        label="or"
        value={value}
        min={KEYINT_RANGE.min}
        max={KEYINT_RANGE.max}
        whole
        onCommit={onCommit}
      />
    </div>
  );
}

interface FieldProps {
  readonly column: ColumnState;
  readonly onChange: (spec: ColumnSpec) => void;
}

/** The quality of coded masks, and their share of the bits. */
function QualityField({ column, onChange }: FieldProps) {
  const { spec } = column;
  const { masks } = spec;
  // The quality of masks that the user's stream carries cannot be changed.
  if (masks.source !== 'coded' || column.masks?.settings === null) return null;
  const { min, max, default: usual } = MASK_QUALITY_RANGE;
  const chosen = masks.quality ?? usual;
  const share = maskShare(column);
  return (
    <CommittedSlider
      label="Mask quality"
      text={(quality) =>
        quality === chosen && share !== null ? `${quality} · ${share} of bits` : String(quality)
      }
      value={chosen}
      min={min}
      max={max}
      onCommit={(quality) => onChange({ ...spec, masks: { ...masks, quality } })}
    />
  );
}

/** The VOS network of this column alone; the dialog “Networks” sets that of all columns. */
function NetworkField({ spec, onChange }: { spec: ColumnSpec; onChange: FieldProps['onChange'] }) {
  const usable = useUsableNetworks();
  const { masks } = spec;
  if (masks.source === 'truth') return null;
  const network: VosNetworkName | null = networkOf(spec);
  return (
    <Segments
      label="VOS network"
      choices={VOS_NETWORKS.map(({ name, title, weightsFile }) => {
        const disabled = !usable(name) && name !== network;
        return {
          value: name,
          label: title,
          disabled,
          ...(disabled ? { title: `Needs ${weightsFile?.file}: drop it on the page` } : {}),
        };
      })}
      chosen={network}
      onChoose={(name) => onChange({ ...spec, masks: { ...masks, network: name } })}
    />
  );
}
