import { Toggle } from '@base-ui/react/toggle';
import { ToggleGroup } from '@base-ui/react/toggle-group';
import {
  Brush,
  Eraser,
  Lock,
  LockOpen,
  Maximize,
  Pentagon,
  Redo2,
  Undo2,
  ZoomIn,
  ZoomOut,
} from 'lucide-react';
import { useStore } from 'zustand';
import { Button } from '../ui/Button.tsx';
import { LabelledSlider } from '../ui/LabelledSlider.tsx';
import styles from './PainterToolbar.module.css';
import { BRUSH_DIAMETERS, type Painter, type Tool } from './painter.ts';
import { zoomIn, zoomOut } from './painterKeys.ts';

const TOOLS: readonly { tool: Tool; name: string; key: string; Icon: typeof Brush }[] = [
  { tool: 'brush', name: 'Brush', key: 'B', Icon: Brush },
  { tool: 'eraser', name: 'Eraser', key: 'E', Icon: Eraser },
  { tool: 'polygon', name: 'Polygon', key: 'P', Icon: Pentagon },
];

/** Tools, brush size, protection of other objects, history and zoom. */
export function PainterToolbar({ painter }: { readonly painter: Painter }) {
  const { tool, brush, keepOthers } = useStore(painter.store);
  return (
    <div className={styles.toolbar}>
      <ToggleGroup
        className={styles.tools}
        aria-label="Tool"
        value={[tool]}
        onValueChange={([chosen]) => chosen && painter.pickTool(chosen)}
      >
        {TOOLS.map(({ tool: value, name, key, Icon }) => (
          <Toggle
            key={value}
            value={value}
            render={<Button className={styles.tool} title={`${name} (${key})`} />}
          >
            <Icon size={16} aria-hidden /> <span>{name}</span>
          </Toggle>
        ))}
      </ToggleGroup>
      <div className={styles.size}>
        <LabelledSlider
          label="Brush size"
          valueText={`${BRUSH_DIAMETERS[brush]} px`}
          value={brush}
          min={0}
          max={BRUSH_DIAMETERS.length - 1}
          disabled={tool === 'polygon'}
          onChange={(value) => painter.setBrush(value)}
        />
      </div>
      <Button
        aria-pressed={keepOthers}
        title="Paint only over background, erase only the selected object"
        onClick={() => painter.store.setState({ keepOthers: !keepOthers })}
      >
        {keepOthers ? <Lock size={16} aria-hidden /> : <LockOpen size={16} aria-hidden />}
        Keep other objects
      </Button>
      <History painter={painter} />
      <Zoom painter={painter} />
    </div>
  );
}

function History({ painter }: { readonly painter: Painter }) {
  useStore(painter.store, ({ revision }) => revision);
  return (
    <div className={`${styles.group} ${styles.history}`}>
      <Button
        look="icon"
        aria-label="Undo"
        title="Undo (Ctrl+Z)"
        disabled={!painter.editor.canUndo}
        onClick={() => painter.undo()}
      >
        <Undo2 size={16} />
      </Button>
      <Button
        look="icon"
        aria-label="Redo"
        title="Redo (Ctrl+Shift+Z)"
        disabled={!painter.editor.canRedo}
        onClick={() => painter.redo()}
      >
        <Redo2 size={16} />
      </Button>
    </div>
  );
}

function Zoom({ painter }: { readonly painter: Painter }) {
  const scale = useStore(painter.store, ({ view }) => view.scale);
  return (
    <div className={styles.group}>
      <Button
        look="icon"
        aria-label="Zoom out"
        title="Zoom out (−)"
        onClick={() => zoomOut(painter)}
      >
        <ZoomOut size={16} />
      </Button>
      <output className={styles.scale} aria-label="Zoom">
        {Math.round(scale * 100)}%
      </output>
      <Button look="icon" aria-label="Zoom in" title="Zoom in (+)" onClick={() => zoomIn(painter)}>
        <ZoomIn size={16} />
      </Button>
      <Button
        look="icon"
        aria-label="Show the whole frame"
        title="Show the whole frame (F)"
        onClick={() => painter.fit()}
      >
        <Maximize size={16} />
      </Button>
    </div>
  );
}
