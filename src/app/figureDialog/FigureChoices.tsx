import { columnNames } from '../../results/columnNames.ts';
import {
  FIGURE_PRESETS,
  type FigurePreset,
  formatCrop,
  MOST_ROWS,
} from '../../session/figureRequest.ts';
import { Button } from '../../ui/Button.tsx';
import { CommittedNumber } from '../../ui/CommittedNumber.tsx';
import { Segments } from '../../ui/Segments.tsx';
import { viewStore } from '../../viewer/viewState.ts';
import { zoomedPart } from '../../viewer/zoomedPart.ts';
import { useColumns } from '../columns/useColumns.ts';
import styles from './FigureDialog.module.css';
import { type FigureForm, presetForm, withFrame } from './figureForm.ts';

interface FigureChoicesProps {
  readonly form: FigureForm;
  readonly onForm: (form: FigureForm) => void;
}

/** What the figure shows, and how wide it is. */
export function FigureChoices({ form, onForm }: FigureChoicesProps) {
  const change = (part: Partial<FigureForm>) => onForm({ ...form, ...part });
  const presets = Object.keys(FIGURE_PRESETS).map(Number) as FigurePreset[];
  return (
    <section className={styles.choices} aria-label="Choices">
      <fieldset className={styles.group}>
        <legend>Published figures</legend>
        <div className={styles.row}>
          {presets.map((preset) => (
            <Button
              key={preset}
              title={`${FIGURE_PRESETS[preset].rows.count} moments, evenly spread: ground truth, original, x265 and ours with their masks`}
              onClick={() => onForm(presetForm(form, preset))}
            >
              Figure {preset}
            </Button>
          ))}
        </div>
      </fieldset>
      <RowChoices form={form} onForm={onForm} />
      <ColumnChoices form={form} onForm={onForm} />
      <Segments
        label="Width"
        choices={[
          { value: 'one', label: 'One text column', title: '3.5 inches' },
          { value: 'two', label: 'Two', title: '7.16 inches' },
        ]}
        chosen={form.size}
        onChoose={(size) => change({ size })}
      />
      <InsetChoices form={form} onForm={onForm} />
      <Check label="Labels" checked={form.labels} onChange={(labels) => change({ labels })} />
      <Check
        label="Chart of J&F per frame"
        checked={form.chart}
        onChange={(chart) => change({ chart })}
      />
      <p className={styles.note}>Layers and colours are those of the screen.</p>
    </section>
  );
}

function RowChoices({ form, onForm }: FigureChoicesProps) {
  return (
    <div className={styles.part}>
      <Segments
        label="Rows"
        choices={[
          { value: 'even', label: 'Evenly', title: 'Moments spread over the sequence' },
          {
            value: 'loss',
            label: 'Largest loss',
            title: 'Where x265 loses most J&F against VOS on the originals',
          },
          { value: 'frames', label: 'By hand' },
        ]}
        chosen={form.rows}
        onChoose={(rows) => onForm({ ...form, rows })}
      />
      {form.rows === 'frames' ? (
        <div className={styles.row}>
          <label className={styles.field}>
            Frames
            <input
              value={form.frames}
              placeholder="10, 25, 40"
              onChange={(event) => onForm({ ...form, frames: event.target.value })}
            />
          </label>
          <Button
            title="Adds the frame on the screen"
            onClick={() => onForm(withFrame(form, viewStore.getState().frame))}
          >
            Add shown
          </Button>
        </div>
      ) : (
        <CommittedNumber
          label="Number of rows"
          value={form.count}
          min={1}
          max={MOST_ROWS}
          whole
          onCommit={(count) => onForm({ ...form, count })}
        />
      )}
    </div>
  );
}

function ColumnChoices({ form, onForm }: FigureChoicesProps) {
  const columns = useColumns();
  const names = columnNames(columns);
  const toggle = (key: string, isIn: boolean) => {
    const others = form.leftOut.filter((each) => each !== key);
    onForm({ ...form, leftOut: isIn ? others : [...others, key] });
  };
  return (
    <div className={styles.part}>
      <Segments
        label="Columns"
        choices={[
          { value: 'shown', label: 'As on the screen' },
          {
            value: 'published',
            label: 'Published',
            title: 'Ground truth, original, x265 and ours with their masks',
          },
          { value: 'chosen', label: 'Choose' },
        ]}
        chosen={form.columns}
        onChoose={(chosen) => onForm({ ...form, columns: chosen })}
      />
      {form.columns === 'chosen' &&
        columns.map(({ key }, index) => (
          <Check
            key={key}
            label={names[index] ?? ''}
            checked={!form.leftOut.includes(key)}
            onChange={(isIn) => toggle(key, isIn)}
          />
        ))}
    </div>
  );
}

function InsetChoices({ form, onForm }: FigureChoicesProps) {
  const zoomed = zoomedPart();
  return (
    <div className={styles.part}>
      <Check
        label="Enlarge a part in a corner"
        checked={form.inset}
        onChange={(inset) =>
          onForm({
            ...form,
            inset,
            crop: form.crop || (zoomed ? formatCrop(zoomed).replaceAll(',', ', ') : ''),
          })
        }
      />
      {form.inset && (
        <div className={styles.row}>
          <label className={styles.field}>
            x, y, width, height in pixels
            <input
              value={form.crop}
              placeholder="300, 120, 160, 90"
              onChange={(event) => onForm({ ...form, crop: event.target.value })}
            />
          </label>
          <Button
            disabled={!zoomed}
            title={zoomed ? 'Takes the part that is zoomed in' : 'Zoom in on the page first'}
            onClick={() =>
              zoomed && onForm({ ...form, crop: formatCrop(zoomed).replaceAll(',', ', ') })
            }
          >
            From zoom
          </Button>
        </div>
      )}
    </div>
  );
}

function Check(props: {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}) {
  return (
    <label className={styles.check}>
      <input
        type="checkbox"
        checked={props.checked}
        onChange={(event) => props.onChange(event.target.checked)}
      />
      {props.label}
    </label>
  );
}
