import { Columns2, Expand, Search, ZoomIn } from 'lucide-react';
import { useStore } from 'zustand';
import type { ColumnState } from '../experiment/experimentState.ts';
import { ZOOM_STEPS } from '../rendering/zoom.ts';
import { Button } from '../ui/Button.tsx';
import { Menu } from '../ui/Menu.tsx';
import { toggleFullScreen, togglePair } from './controls/viewActions.ts';
import { zoomTo } from './pictures/zooming.ts';
import styles from './ViewButtons.module.css';
import { viewStore } from './viewState.ts';

/** Zoom, loupe, two pictures, full screen. */
export function ViewButtons({ columns }: { readonly columns: readonly ColumnState[] }) {
  const { zoom, loupe, pair } = useStore(viewStore);
  return (
    <div className={styles.buttons}>
      <Menu
        trigger={
          <Button
            className={styles.zoom ?? ''}
            title="Zoom: wheel, two fingers or a double click on a picture; drag to pan"
          >
            <ZoomIn size={16} aria-hidden /> {zoom ? zoomText(zoom.scale) : 'Fit'}
          </Button>
        }
        groups={[
          {
            title: 'Zoom of all columns',
            items: [
              { label: 'Fit', note: 'the whole frame (0)', onChoose: () => zoomTo(null) },
              ...ZOOM_STEPS.map((scale, index) => ({
                label: zoomText(scale),
                note: `${scale === 1 ? 'a pixel for each pixel of the screen' : 'pixels as squares'} (${'ZXCV'[index]})`,
                onChoose: () => zoomTo(scale),
              })),
            ],
          },
        ]}
      />
      <Button
        look="icon"
        aria-pressed={loupe}
        aria-label="Loupe"
        title="Loupe: the pixels around the pointer in every column, with their values (L)"
        onClick={() => viewStore.setState({ loupe: !loupe })}
      >
        <Search size={16} />
      </Button>
      <Button
        look="icon"
        aria-pressed={pair !== null}
        aria-label="Two pictures"
        disabled={columns.length < 2}
        title="Two pictures on one stage: wipe (W), blink (B), difference (H)"
        onClick={() => (pair ? viewStore.setState({ pair: null }) : togglePair(columns, 'wipe'))}
      >
        <Columns2 size={16} />
      </Button>
      {document.fullscreenEnabled && (
        <Button
          look="icon"
          aria-label="Full screen"
          title="Pictures on the full screen (F)"
          onClick={toggleFullScreen}
        >
          <Expand size={16} />
        </Button>
      )}
    </div>
  );
}

/** E.g. `1:1`, `2×`, `3.1×`. */
function zoomText(scale: number): string {
  if (scale === 1) return '1:1';
  return `${scale >= 10 || Number.isInteger(scale) ? Math.round(scale) : scale.toFixed(1)}×`;
}
