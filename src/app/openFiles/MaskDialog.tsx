import { useStore } from 'zustand';
import { useApp } from '../experimentContext.ts';
import { LazyPart, lazyPart } from '../lazyPart.tsx';

const MaskPainter = lazyPart(
  'The painter',
  async () => (await import('../../painter/MaskPainter.tsx')).MaskPainter,
);

/** The mask painter, shown while the mask of a first frame is being painted. */
export function MaskDialog() {
  const { opening } = useApp();
  const painting = useStore(opening.store, (state) => state.painting);
  if (!painting) return null;
  const { number, source, picture, initial } = painting;
  return (
    <LazyPart key={number}>
      <MaskPainter
        title={`Mark the objects in the first frame of ${source.name}`}
        picture={picture}
        size={source.size}
        initial={initial}
        onDone={(map) => opening.setFirstMask(source, map)}
        onCancel={() => opening.dismiss()}
      />
    </LazyPart>
  );
}
