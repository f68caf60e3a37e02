import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from 'react';
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

/** Pictures inside it are drawn on one canvas behind them. */
export function PictureStageView({ children }: { readonly children: ReactNode }) {
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
      <div className={styles.stage} data-full-screen>
        <canvas ref={canvas} className={styles.canvas} aria-hidden data-testid="pictures" />
        {children}
      </div>
    </Context>
  );
}
