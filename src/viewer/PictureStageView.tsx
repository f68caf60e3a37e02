import {
  createContext,
  type ReactNode,
  type RefObject,
  useContext,
  useEffect,
  useRef,
  useState,
} from 'react';
import type { FrameSize } from '../sequence/frames.ts';
import styles from './PictureStageView.module.css';
import { PictureStage } from './pictures/pictureStage.ts';

interface StageContext {
  /** Null before the canvas is there. */
  readonly stage: PictureStage | null;
  /** Why nothing can be drawn; null if it can. */
  readonly problem: string | null;
}

const Context = createContext<StageContext>({ stage: null, problem: null });

export function usePictureStage(): StageContext {
  return useContext(Context);
}

interface PictureStageViewProps {
  /** The element in which the stage is swiped sideways. */
  readonly strip: RefObject<HTMLDivElement | null>;
  /**
   * Where it is swiped, its width and the height of its part with pictures, in CSS pixels; null
   * where all of it is seen.
   */
  readonly swiped: FrameSize | null;
  readonly children: ReactNode;
}

/** Pictures inside it are drawn on one canvas behind them, which is swiped with them. */
export function PictureStageView({ strip, swiped, children }: PictureStageViewProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [stage, setStage] = useState<PictureStage | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    if (!canvas.current) return;
    const created = new PictureStage(canvas.current, setProblem);
    setStage(created);
    return () => created.dispose();
  }, []);
  return (
    <Context value={{ stage, problem }}>
      <div
        ref={strip}
        className={styles.strip}
        data-swiped={swiped !== null || undefined}
        data-full-screen
      >
        <div className={styles.stage} style={swiped ? { width: swiped.width } : {}}>
          <canvas
            ref={canvas}
            className={styles.canvas}
            // Figures below the pictures need no canvas.
            style={swiped ? { height: swiped.height } : {}}
            aria-hidden
            data-testid="pictures"
          />
          {children}
        </div>
      </div>
    </Context>
  );
}
