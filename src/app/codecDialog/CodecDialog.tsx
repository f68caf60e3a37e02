import { Terminal } from 'lucide-react';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Tabs } from '../../ui/Tabs.tsx';
import { useExperimentStore } from '../experimentContext.ts';
import { OtherCodecsPanel } from './OtherCodecsPanel.tsx';
import { TargetRatePanel } from './TargetRatePanel.tsx';
import { X265Panel } from './X265Panel.tsx';

/** How the sequence is coded: x265 here, and what any other codec made of it elsewhere. */
export function CodecDialog() {
  const source = useExperimentStore((store) => store.source);
  return (
    <Dialog
      title="Codecs: settings, commands and logs"
      trigger={
        <Button disabled={!source} title="Exact command lines, the encoder's log, other codecs">
          <Terminal size={16} aria-hidden /> Codec
        </Button>
      }
    >
      {source && (
        <Tabs
          tabs={[
            { id: 'x265', title: 'x265', content: <X265Panel source={source} /> },
            { id: 'rate', title: 'Wanted rate', content: <TargetRatePanel source={source} /> },
            {
              id: 'others',
              title: 'VVC and other codecs',
              content: <OtherCodecsPanel source={source} />,
            },
          ]}
        />
      )}
    </Dialog>
  );
}
