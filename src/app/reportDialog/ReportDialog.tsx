import { ChartSpline } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { ButtonText } from '../../ui/ButtonText.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { LazyPart, lazyPart } from '../lazyPart.tsx';

const Report = lazyPart('The report', async () => (await import('./Report.tsx')).Report);

/** The claim and tables next to the published ones, rate curves, and the results that they use. */
export function ReportDialog({ theme }: { readonly theme: string }) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      title="Report"
      size="large"
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button title="The claim, tables, rate curves and saved results">
          <ChartSpline size={16} aria-hidden /> <ButtonText seenIn="medium">Report</ButtonText>
        </Button>
      }
    >
      {open && (
        <LazyPart>
          <Report theme={theme} onLeave={() => setOpen(false)} />
        </LazyPart>
      )}
    </Dialog>
  );
}
