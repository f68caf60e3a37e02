import { useStore } from 'zustand';
import { BLOCK_FILLS, BLOCK_GRIDS, BLOCK_SCALES, showsBlocks } from '../../rendering/blockLook.ts';
import { Segments } from '../../ui/Segments.tsx';
import { viewStore } from '../viewState.ts';
import styles from './BlockSettings.module.css';
import { FILL_TEXTS, GRID_TEXTS, SCALE_TEXTS } from './blockTexts.ts';
import { toggleBlocks } from './toggleBlocks.ts';

/** What is drawn of the blocks of HEVC videos. */
export function BlockSettings() {
  const view = useStore(viewStore);
  const { blockFill, blockGrid, blockVectors, blockScale } = view;
  const isHeat = blockFill === 'qp' || blockFill === 'bits';
  return (
    <fieldset className={styles.blocks}>
      <legend>
        <label>
          <input type="checkbox" checked={showsBlocks(view)} onChange={toggleBlocks} />
          <b>Blocks of the video</b> <span>what the encoder did; click one for its facts</span>
          <kbd>I</kbd>
        </label>
      </legend>
      {showsBlocks(view) && (
        <>
          <Segments
            label="Colour"
            choices={BLOCK_FILLS.map((value) => ({ value, label: FILL_TEXTS[value] }))}
            chosen={blockFill}
            onChoose={(value) => viewStore.setState({ blockFill: value })}
          />
          {isHeat && (
            <Segments
              label="Scale"
              choices={BLOCK_SCALES.map((value) => ({ value, label: SCALE_TEXTS[value] }))}
              chosen={blockScale}
              onChoose={(value) => viewStore.setState({ blockScale: value })}
            />
          )}
          <Segments
            label="Borders"
            choices={BLOCK_GRIDS.map((value) => ({ value, label: GRID_TEXTS[value] }))}
            chosen={blockGrid}
            onChoose={(value) => viewStore.setState({ blockGrid: value })}
          />
          <label className={styles.vectors}>
            <input
              type="checkbox"
              checked={blockVectors}
              onChange={() => viewStore.setState({ blockVectors: !blockVectors })}
            />
            Vectors: from each block to where it is copied from
          </label>
        </>
      )}
    </fieldset>
  );
}
