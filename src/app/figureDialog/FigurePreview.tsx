import { Check, Copy, Download } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { saveFile } from '../../files/saveFile.ts';
import { describeError } from '../../problem.ts';
import { FIGURE_FORMATS, type FigureFormat } from '../../session/figureRequest.ts';
import { Button } from '../../ui/Button.tsx';
import type { Figure } from '../../viewer/figure.ts';
import { useApp } from '../experimentContext.ts';
import styles from './FigureDialog.module.css';
import type { FigureForm } from './figureForm.ts';
import { formFigure, useFigure } from './useFigure.ts';

/** The figure as it will be saved, or why it cannot be; saving it. */
export function FigurePreview({ form }: { readonly form: FigureForm }) {
  const { experiment } = useApp();
  const canvas = useRef<HTMLCanvasElement>(null);
  const { figure, problem } = useFigure(form);
  const [saveProblem, setSaveProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  useEffect(() => {
    const element = canvas.current;
    if (!element || !figure) return;
    const paint = () => figure.paint(element, Math.round(element.clientWidth * devicePixelRatio));
    const resizing = new ResizeObserver(paint);
    resizing.observe(element);
    return () => resizing.disconnect();
  }, [figure]);

  const save = async (format: FigureFormat) => {
    setBusy(true);
    setSaveProblem(null);
    try {
      const made = formFigure(experiment, form);
      saveFile(await made.file(format), `${made.name}.${format}`);
    } catch (error) {
      setSaveProblem(describeError(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <section className={styles.preview} aria-label="Figure">
      <div className={styles.row}>
        {FIGURE_FORMATS.map((format) => (
          <Button
            key={format}
            look={format === 'pdf' ? 'primary' : 'plain'}
            disabled={busy || !figure}
            onClick={() => void save(format)}
          >
            <Download size={14} aria-hidden /> {format.toUpperCase()}
          </Button>
        ))}
        <CopyCaption figure={figure} />
        <span className={styles.note} role="status">
          {busy
            ? 'Writing the file…'
            : figure && `PNG: ${figure.pixels.width}×${figure.pixels.height} pixels`}
        </span>
      </div>
      {[problem, saveProblem].map(
        (text) =>
          text && (
            <p key={text} role="alert" className={styles.problem}>
              {text}
            </p>
          ),
      )}
      <canvas
        ref={canvas}
        className={styles.paper}
        data-size={form.size}
        hidden={!figure}
        role="img"
        aria-label={figure ? `Preview: frames ${figure.rows.join(', ')}` : 'No preview'}
      />
    </section>
  );
}

function CopyCaption({ figure }: { readonly figure: Figure | null }) {
  const [outcome, setOutcome] = useState<'copied' | 'refused' | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another figure has another caption
  useEffect(() => setOutcome(null), [figure]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(figure?.latex() ?? '');
      setOutcome('copied');
    } catch {
      setOutcome('refused');
    }
  };
  return (
    <>
      <Button
        disabled={!figure}
        title="The figure with a caption that names sequence, frames and every setting"
        onClick={() => void copy()}
      >
        {outcome === 'copied' ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
        {outcome === 'copied' ? 'Copied' : 'Copy LaTeX caption'}
      </Button>
      {outcome === 'refused' && (
        <textarea
          className={styles.caption}
          readOnly
          aria-label="LaTeX caption: the browser does not allow copying, select it instead"
          value={figure?.latex()}
        />
      )}
    </>
  );
}
