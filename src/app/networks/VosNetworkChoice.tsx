import { VOS_NETWORKS } from '../../networks/vosNetworks.ts';
import { ChoiceList } from '../../ui/ChoiceList.tsx';
import { useApp, useExperimentStore } from '../experimentContext.ts';

/** The network that segments every column's pictures. */
export function VosNetworkChoice() {
  const { experiment } = useApp();
  const chosen = useExperimentStore((store) => store.configuration.network);
  return (
    <ChoiceList
      title="VOS of every column"
      choices={VOS_NETWORKS.map(({ name, title, description }) => ({
        value: name,
        label: title,
        note: description,
      }))}
      chosen={chosen}
      onChoose={(network) => void experiment.configure({ network })}
    />
  );
}
