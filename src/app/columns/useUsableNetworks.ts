import { useEffect } from 'react';
import { useStore } from 'zustand';
import { needsWeightsFile, type VosNetworkName } from '../../networks/vosNetworks.ts';
import { useApp } from '../experimentContext.ts';

/** Tells of a network whether its weights are there; true until the saved files are listed. */
export function useUsableNetworks(): (network: VosNetworkName) => boolean {
  const { weights } = useApp();
  const kept = useStore(weights.store, (state) => state.kept);
  useEffect(() => {
    void weights.load();
  }, [weights]);
  return (network) =>
    !needsWeightsFile(network) || kept === null || kept.some((file) => file.network === network);
}
