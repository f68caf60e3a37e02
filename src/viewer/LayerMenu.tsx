import { Layers } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import { showsBlocks } from '../rendering/blockLook.ts';
import { BACKGROUNDS, DIFFERENCES, GAINS, LAYERS, type Layer } from '../rendering/look.ts';
import { Button } from '../ui/Button.tsx';
import { LabelledSlider } from '../ui/LabelledSlider.tsx';
import { Popover } from '../ui/Popover.tsx';
import { Segments } from '../ui/Segments.tsx';
import { BlockSettings } from './blocks/BlockSettings.tsx';
import { DIFFERENCE_TEXTS, LAYER_TEXTS } from './controls/layerTexts.ts';
import styles from './LayerMenu.module.css';
import { viewStore } from './viewState.ts';

interface LayerMenuProps {
  /** The columns on the screen with their names, of which one can have its own layer. */
  readonly columns: readonly { readonly key: string; readonly name: string }[];
}

/** The button with the layer's name, which opens the list of layers with their settings. */
export function LayerMenu({ columns }: LayerMenuProps) {
  const view = useStore(viewStore);
  const [scope, setScope] = useState<string>('all');
  const column = columns.find(({ key }) => key === scope)?.key ?? null;
  const layer = (column === null ? null : view.columnLayers[column]) ?? view.layer;
  const choose = (chosen: Layer) => {
    if (column === null) viewStore.setState({ layer: chosen, columnLayers: {} });
    else viewStore.setState({ columnLayers: { ...view.columnLayers, [column]: chosen } });
  };
  const isMixed = Object.values(view.columnLayers).some((own) => own !== view.layer);
  return (
    <Popover
      title="Layers"
      trigger={
        <Button title="What is drawn over the pictures" className={styles.trigger ?? ''}>
          <Layers size={16} aria-hidden />{' '}
          <span className={styles.name}>
            {LAYER_TEXTS[view.layer].title}
            {(showsBlocks(view) || isMixed) && ' +'}
          </span>
        </Button>
      }
    >
      <div className={styles.content}>
        <label className={styles.scope}>
          Show in
          <select value={column ?? 'all'} onChange={(event) => setScope(event.target.value)}>
            <option value="all">all columns</option>
            {columns.map(({ key, name }) => (
              <option key={key} value={key}>
                {name} only
              </option>
            ))}
          </select>
        </label>
        <fieldset className={styles.layers}>
          <legend>Layer</legend>
          {LAYERS.map((each) => {
            const { title, note, key } = LAYER_TEXTS[each];
            return (
              <label key={each}>
                <input
                  type="radio"
                  name="layer"
                  checked={each === layer}
                  onChange={() => choose(each)}
                />
                <b>{title}</b> <span>{note}</span> <kbd>{key}</kbd>
              </label>
            );
          })}
        </fieldset>
        <LayerSettings layer={layer} />
        <BlockSettings />
      </div>
    </Popover>
  );
}

/** What can be set of a layer. */
function LayerSettings({ layer }: { readonly layer: Layer }) {
  const { opacity, background, difference, gain, pair } = useStore(viewStore);
  const isDifference = layer === 'difference' || pair?.how === 'difference';
  return (
    <>
      {layer === 'masks' && (
        <LabelledSlider
          label="Opacity"
          valueText={`${Math.round(opacity * 100)}%`}
          value={opacity}
          min={0}
          max={1}
          step={0.05}
          onChange={(value) => viewStore.setState({ opacity: value })}
        />
      )}
      {layer === 'spotlight' && (
        <Segments
          label="Background"
          choices={BACKGROUNDS.map((value) => ({ value, label: value }))}
          chosen={background}
          onChoose={(value) => viewStore.setState({ background: value })}
        />
      )}
      {isDifference ? (
        <>
          <Segments
            label="Shown as"
            choices={DIFFERENCES.map((value) => ({ value, label: DIFFERENCE_TEXTS[value] }))}
            chosen={difference}
            onChoose={(value) => viewStore.setState({ difference: value })}
          />
          <Segments
            label="Gain"
            choices={GAINS.map((value) => ({ value: String(value), label: `${value}×` }))}
            chosen={String(gain)}
            onChoose={(value) =>
              viewStore.setState({ gain: GAINS.find((each) => String(each) === value) ?? gain })
            }
          />
        </>
      ) : (
        layer !== 'plain' && <OutlineSettings />
      )}
    </>
  );
}

function OutlineSettings() {
  const { outline, outlineColour, palette } = useStore(viewStore);
  return (
    <div className={styles.row}>
      <label>
        <input
          type="checkbox"
          checked={outline}
          onChange={() => viewStore.setState({ outline: !outline })}
        />
        Outlines <kbd>O</kbd>
      </label>
      <label>
        <input
          type="checkbox"
          checked={outlineColour !== null}
          disabled={!outline}
          onChange={() => viewStore.setState({ outlineColour: outlineColour ? null : '#ffffff' })}
        />
        in one colour
      </label>
      {outlineColour !== null && (
        <input
          type="color"
          aria-label="Colour of outlines"
          value={outlineColour}
          onChange={(event) => viewStore.setState({ outlineColour: event.target.value })}
        />
      )}
      <Segments
        label="Colours of objects"
        choices={[
          { value: 'davis', label: 'as in DAVIS' },
          { value: 'distinct', label: 'for all eyes' },
        ]}
        chosen={palette}
        onChoose={(value) => viewStore.setState({ palette: value })}
      />
    </div>
  );
}
