import { Dialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { FrameSize } from '../sequence/frames.ts';
import { Button } from '../ui/Button.tsx';
import styles from './MaskPainter.module.css';
import { ObjectList } from './ObjectList.tsx';
import { PainterHints } from './PainterHints.tsx';
import { PainterToolbar } from './PainterToolbar.tsx';
import { PaintSurface } from './PaintSurface.tsx';
import type { PainterPicture } from './PictureCanvas.tsx';
import { PolygonActions } from './PolygonActions.tsx';
import { Painter } from './painter.ts';
import { usePainterKeys } from './usePainterKeys.ts';

interface MaskPainterProps {
  /** The first frame. The caller owns a bitmap and closes it after the painter is unmounted. */
  readonly picture: PainterPicture;
  /** Size of the frame and of the label map. */
  readonly size: FrameSize;
  /** The initial label map: [height, width] ids; null for an empty one. */
  readonly initial: Uint8Array | null;
  readonly title?: string;
  /** Called with the painted label map: [height, width] ids, with at least one object. */
  readonly onDone: (map: Uint8Array) => void;
  readonly onCancel: () => void;
}

const REASON = 'mask-painter-reason';

/**
 * A full-page dialog in which the user marks the objects in the first frame of a sequence. It is
 * mounted while open; a new `picture`, `size` or `initial` needs a new key.
 */
export function MaskPainter(props: MaskPainterProps) {
  const { picture, size, initial, title = 'Mark the objects in the first frame' } = props;
  const [painter] = useState(() => new Painter(size, initial));
  const [leaving, setLeaving] = useState(false);
  const surface = useRef<HTMLDivElement>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const reason = useReason(painter, problem);
  usePainterKeys(painter);
  const leave = () => {
    if (painter.editor.isChanged) setLeaving(true);
    else props.onCancel();
  };
  const stay = () => {
    setLeaving(false);
    surface.current?.focus();
  };
  return (
    <Dialog.Root open onOpenChange={(open) => !open && leave()} disablePointerDismissal>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.backdrop} />
        <Dialog.Popup
          className={styles.popup}
          initialFocus={surface}
          data-waiting={reason !== null || undefined}
        >
          <header className={styles.header}>
            <Dialog.Title className={styles.title}>{title}</Dialog.Title>
            <Dialog.Close render={<Button look="icon" aria-label="Close" />}>
              <X size={18} aria-hidden />
            </Dialog.Close>
          </header>
          <PainterToolbar painter={painter} />
          <div className={styles.stage}>
            <PaintSurface
              painter={painter}
              picture={picture}
              problem={problem}
              onProblem={setProblem}
              surface={surface}
            />
            <PolygonActions painter={painter} />
          </div>
          <ObjectList painter={painter} />
          <p id={REASON} className={styles.reason}>
            {!leaving && reason}
          </p>
          <footer className={styles.footer}>
            {leaving ? (
              <Leaving onStay={stay} onLeave={props.onCancel} />
            ) : (
              <>
                <div className={styles.hints}>
                  <PainterHints painter={painter} />
                </div>
                <div className={styles.actions}>
                  <Button onClick={leave}>Cancel</Button>
                  <Button
                    look="primary"
                    disabled={reason !== null}
                    aria-describedby={REASON}
                    onClick={() => props.onDone(painter.editor.ids.slice())}
                  >
                    Use these masks
                  </Button>
                </div>
              </>
            )}
          </footer>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** Why the masks cannot be used yet, or null. */
function useReason(painter: Painter, problem: string | null): string | null {
  useStore(painter.store, ({ revision }) => revision);
  const hasPolygon = useStore(painter.store, ({ corners }) => corners.length > 0);
  if (problem !== null) return 'There is no frame to paint on.';
  if (hasPolygon) return 'Close or discard the polygon first.';
  return painter.editor.isEmpty ? 'Mark at least one object first.' : null;
}

interface LeavingProps {
  readonly onStay: () => void;
  readonly onLeave: () => void;
}

function Leaving({ onStay, onLeave }: LeavingProps) {
  return (
    <div className={styles.actions}>
      <p role="alert" className={styles.question}>
        Your changes will be lost.
      </p>
      <Button onClick={onLeave}>Discard</Button>
      <Button look="primary" autoFocus onClick={onStay}>
        Keep painting
      </Button>
    </div>
  );
}
