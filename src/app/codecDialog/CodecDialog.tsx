import { Terminal } from 'lucide-react';
import { Button } from '../../ui/Button.tsx';
import { ButtonText } from '../../ui/ButtonText.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Tabs } from '../../ui/Tabs.tsx';
import { useExperimentStore } from '../experimentContext.ts';
import { OtherCodecsPanel } from './OtherCodecsPanel.tsx';
import { X265Panel } from './X265Panel.tsx';

/** Settings, commands and logs of x265, and imports from other codecs. */
export function CodecDialog() {
  const source = useExperimentStore((store) => store.source);
  return (
    <Dialog
      title="Codec settings, commands and logs"
      trigger={
        <Button disabled={!source} title="Command lines, encoder log and other codecs">
          <Terminal size={16} aria-hidden /> <ButtonText seenIn="wide">Codec</ButtonText>
        </Button>
      }
    >
      {source && (
        <Tabs
          tabs={[
            { id: 'x265', title: 'x265', content: <X265Panel source={source} /> },
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
