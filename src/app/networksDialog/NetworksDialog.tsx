import { Cpu, TriangleAlert, Zap } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { ExecutionProvider, ProviderReport } from '../../networks/networksApi.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { useApp, useExperimentStore } from '../experimentContext.ts';
import { MemoryChoice } from './MemoryChoice.tsx';
import styles from './NetworksDialog.module.css';
import { ResultsMemory } from './ResultsMemory.tsx';
import { VosNetworkChoice } from './VosNetworkChoice.tsx';
import { WeightsProgress } from './WeightsProgress.tsx';

const PROVIDER_NAME: Readonly<Record<ExecutionProvider, string>> = {
  webgpu: 'WebGPU',
  wasm: 'wasm',
};

/** Chooses the VOS network and the execution provider, and shows which provider runs and why. */
export function NetworksDialog() {
  const { experiment, weights } = useApp();
  const report = useExperimentStore((store) => store.experiment.provider);
  const choice = useExperimentStore((store) => store.configuration.provider);
  const { added } = useStore(weights.store);
  const [open, setOpen] = useState(false);
  // Show what happens to a file that was just dropped.
  useEffect(() => {
    if (added > 0) setOpen(true);
  }, [added]);
  const name = report ? PROVIDER_NAME[report.provider] : 'Networks';
  // A provider that the user chose is not a fallback.
  const isFallback = choice === 'auto' && report !== null && report.reason !== null;
  const Icon = isFallback ? TriangleAlert : report?.provider === 'webgpu' ? Zap : Cpu;
  return (
    <Dialog
      title="Networks"
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button className={styles.badge ?? ''} data-testid="provider" title={report?.reason ?? ''}>
          <Icon size={14} aria-hidden /> {name}
          {isFallback && <span className={styles.second}>fallback</span>}
        </Button>
      }
    >
      <div className={styles.text}>
        <WeightsProgress />
        <VosNetworkChoice />
        <MemoryChoice />
        <h3 className={styles.part}>Execution provider</h3>
        {report ? (
          <p>
            The networks run on <b>{name}</b> ({report.device}).
          </p>
        ) : (
          <p>The networks are not loaded yet.</p>
        )}
        {report?.reason && <p>{report.reason}</p>}
        {report && report.goldenDifference !== null && (
          <p>
            Checked against wasm before use: largest difference{' '}
            {report.goldenDifference.toExponential(1)} on the reference input.
          </p>
        )}
        {report?.provider === 'webgpu' && <PrecisionText report={report} />}
        <div className={styles.choices}>
          {(['auto', 'webgpu', 'wasm'] as const).map((provider) => (
            <Button
              key={provider}
              aria-pressed={choice === provider}
              onClick={() => experiment.configure({ provider })}
            >
              {provider === 'auto' ? 'Best available' : PROVIDER_NAME[provider]}
            </Button>
          ))}
        </div>
        <ResultsMemory />
      </div>
    </Dialog>
  );
}

function PrecisionText({ report }: { readonly report: ProviderReport }) {
  const { precision, float16Disagreement, float16EnhancerDifference, float16Reason } = report;
  return (
    <p>
      The networks compute in <b>{precision}</b>.{' '}
      {float16Reason ??
        `On the reference frame, float16 changes ${(100 * (float16Disagreement ?? 0)).toPrecision(1)}% of the labels and enhanced samples by at most ${(255 * (float16EnhancerDifference ?? 0)).toPrecision(1)} of 255 levels, compared with float32.`}
    </p>
  );
}
