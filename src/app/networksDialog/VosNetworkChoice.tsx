import { ExternalLink, FolderInput } from 'lucide-react';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import type { KeptCheckpoint } from '../../checkpoint/checkpointStore.ts';
import {
  needsWeightsFile,
  VOS_NETWORKS,
  type VosNetworkTitle,
} from '../../networks/vosNetworks.ts';
import { ChoiceList } from '../../ui/ChoiceList.tsx';
import { FileButton } from '../../ui/FileButton.tsx';
import { commonNetwork, withNetwork } from '../columns/listEdits.ts';
import { useApp, useExperimentStore } from '../experimentContext.ts';
import { KeptWeights } from './KeptWeights.tsx';
import styles from './NetworksDialog.module.css';

/**
 * Chooses the network that segments all columns, and the weights files that some networks need. A
 * column’s own settings choose that of one column.
 */
export function VosNetworkChoice() {
  const { experiment, weights } = useApp();
  const columns = useExperimentStore((store) => store.configuration.columns);
  const kept = useStore(weights.store, (state) => state.kept);
  useEffect(() => {
    void weights.load();
  }, [weights]);
  return (
    <ChoiceList
      title="VOS network for all columns"
      choices={VOS_NETWORKS.map((network) => {
        const { name, title, description, weightsFile } = network;
        const choice = { value: name, label: title, note: description };
        if (!weightsFile || !needsWeightsFile(name)) return choice;
        const own = (kept ?? []).filter((file) => file.network === name);
        const disabled = kept !== null && own.length === 0;
        return { ...choice, disabled, more: <SuppliedFiles network={network} kept={own} /> };
      })}
      chosen={commonNetwork(columns)}
      onChoose={(network) => void experiment.configure({ columns: withNetwork(columns, network) })}
    />
  );
}

interface SuppliedFilesProps {
  readonly network: VosNetworkTitle;
  /** The saved files of this network, latest first. */
  readonly kept: readonly KeptCheckpoint[];
}

/** The file that a network needs and where to get it, or the files that are saved. */
function SuppliedFiles({ network: { weightsFile }, kept }: SuppliedFilesProps) {
  const { weights } = useApp();
  if (!weightsFile) return null;
  const { file, from, page } = weightsFile;
  return (
    <div className={styles.weightsFile}>
      {kept.length === 0 && (
        <span className={styles.hint}>
          Needs <b>{file}</b> from{' '}
          {page ? (
            <a href={page} target="_blank" rel="noreferrer">
              {from} <ExternalLink size={12} aria-hidden />
            </a>
          ) : (
            from
          )}
          . Drop it on the page or choose it; it is saved in this browser.
        </span>
      )}
      {kept.map((entry, index) => (
        <KeptWeights key={entry.sha256} kept={entry} isUsed={index === 0} />
      ))}
      <FileButton
        label={`Weights file: ${file}`}
        accept={file.slice(file.lastIndexOf('.'))}
        onFiles={(chosen) => void weights.keep(chosen, chosen.name)}
      >
        <FolderInput size={16} aria-hidden />{' '}
        {kept.length === 0 ? 'Choose file…' : 'Choose another file…'}
      </FileButton>
    </div>
  );
}
