import { useEffect, useLayoutEffect, useRef } from 'react';
import { useStore } from 'zustand';
import type { ColumnState } from '../experiment/experimentState.ts';
import { NO_BLOCKS } from '../rendering/blockLook.ts';
import type { Point } from '../rendering/viewTransform.ts';
import type { FrameSize } from '../sequence/frames.ts';
import styles from './Loupe.module.css';
import { usePictureStage } from './PictureStageView.tsx';
import { lookOf, pictureOf } from './pictureOf.ts';
import { type PixelFacts, pixelFacts } from './pictures/pixelFacts.ts';
import { pointerStore, pointTo } from './pointer.ts';
import { viewStore } from './viewState.ts';

/** Pixels in each direction around the pointer. */
const SPAN = 16;

/** From this magnification on, chroma samples are squares too. */
const MAGNIFIED = 2;

/** CSS pixels between the pointer and the loupe. */
const DISTANCE = 24;
/** And above or below, where a finger may hide it. */
const FINGER = 48;

interface LoupeProps {
  readonly columns: readonly ColumnState[];
  /** A short name for each column. */
  readonly names: readonly string[];
  readonly size: FrameSize;
  /** The keys of the columns that are in view; null for all. */
  readonly inView: readonly string[] | null;
}

/**
 * The pixels around the pointer in every column, with their values. Without a pointer it shows the
 * middle of the frame; Shift and the arrow keys move it by a pixel.
 */
export function Loupe({ columns, names, size, inView }: LoupeProps) {
  const { last, place } = useStore(pointerStore);
  const view = useStore(viewStore);
  const { frame } = view;
  const box = useRef<HTMLElement>(null);
  const { x, y } = pixelAt(last, size);
  // What is shown is what a link names.
  useEffect(() => {
    if (!last && size.width > 0) pointTo({ x: size.width / 2, y: size.height / 2 });
  }, [last, size]);
  // Beside the pointer, and always inside the browser's window.
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const { offsetWidth: width, offsetHeight: height } = element;
    const anchor = place ?? { x: innerWidth / 2, y: innerHeight / 2 };
    const { left, top } = besidePointer(anchor, { width, height });
    element.style.transform = `translate(${Math.max(4, left)}px, ${Math.max(4, top)}px)`;
  });
  return (
    <section ref={box} className={styles.loupe} aria-label="Loupe" data-testid="loupe">
      <p className={styles.place}>
        pixel {x}, {y} · frame {frame}
      </p>
      <ul className={styles.columns}>
        {columns.map((column, index) => {
          if (inView && !inView.includes(column.key)) return null;
          const picture = pictureOf(column, columns, frame, view);
          return (
            <li key={column.key}>
              <b>{names[index]}</b>
              <Patch column={column} columns={columns} x={x} y={y} />
              {picture ? <Facts facts={pixelFacts(picture, x, y)} /> : <p>not computed yet</p>}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

interface PatchProps {
  readonly column: ColumnState;
  readonly columns: readonly ColumnState[];
  readonly x: number;
  readonly y: number;
}

/** The pixels around a place, with the column's layer. */
function Patch({ column, columns, x, y }: PatchProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { stage } = usePictureStage();
  const view = useStore(viewStore);
  useEffect(() => {
    const picture = pictureOf(column, columns, view.frame, view);
    const context = canvas.current?.getContext('2d');
    // Nothing stale while the frame is not there.
    context?.clearRect(0, 0, context.canvas.width, context.canvas.height);
    if (!picture || !context || !stage) return;
    const crop = { x: x - SPAN / 2, y: y - SPAN / 2, width: SPAN, height: SPAN };
    // Outlines would hide the pixels.
    const look = { ...lookOf(view, column.key), outline: false, ...NO_BLOCKS };
    const image = stage.read(picture, look, crop, MAGNIFIED);
    if (image) context.putImageData(image, 0, 0);
  });
  return (
    <span className={styles.patch}>
      <canvas ref={canvas} width={SPAN * MAGNIFIED} height={SPAN * MAGNIFIED} aria-hidden />
    </span>
  );
}

function Facts({ facts }: { readonly facts: PixelFacts }) {
  const { yuv, difference, label, verdict } = facts;
  const object = label === null ? '' : label === 0 ? 'no object' : `object ${label}`;
  return (
    <dl className={styles.facts}>
      <dt>Y U V</dt>
      <dd>{yuv.join(' ')}</dd>
      <dt title="difference to the original">Δ</dt>
      <dd>{difference ? difference.map(signed).join(' ') : '–'}</dd>
      <dt className={styles.wide} data-verdict={verdict ?? undefined}>
        {[object, verdict !== 'background' && verdict].filter(Boolean).join(': ') || 'no mask'}
      </dt>
    </dl>
  );
}

function signed(value: number): string {
  return value > 0 ? `+${value}` : value < 0 ? `−${-value}` : '0';
}

/** At the right or the left of the pointer; where neither has room, above or below. */
function besidePointer({ x, y }: Point, { width, height }: FrameSize) {
  const right = x + DISTANCE;
  const left = x - DISTANCE - width;
  const hasRoom = right + width <= innerWidth || left >= 0;
  if (!hasRoom) {
    const above = y - FINGER - height;
    return { left: (innerWidth - width) / 2, top: above >= 0 ? above : y + FINGER };
  }
  const top = Math.min(y - height / 2, innerHeight - height - 4);
  return { left: right + width <= innerWidth ? right : left, top };
}

function pixelAt(point: Point | null, { width, height }: FrameSize): Point {
  const inside = (at: number, length: number) =>
    Math.min(Math.max(Math.floor(at), 0), Math.max(0, length - 1));
  return {
    x: inside(point?.x ?? width / 2, width),
    y: inside(point?.y ?? height / 2, height),
  };
}
