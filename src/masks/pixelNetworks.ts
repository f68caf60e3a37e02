import inter from '../../models/mask_coder/inter.json' with { type: 'json' };
import intra from '../../models/mask_coder/intra.json' with { type: 'json' };
import type { ContextNetworkWeights } from './entropy/contextNetwork.ts';
import type { PixelNetworks } from './entropy/pixelCoder.ts';

export type { PixelNetworks };

/** The networks of version 1 of the bitstream. Other weights need a new version. */
export const PIXEL_NETWORKS: PixelNetworks = {
  inter: inter as unknown as ContextNetworkWeights,
  intra: intra as unknown as ContextNetworkWeights,
};
