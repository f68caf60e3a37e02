import type { BitReader } from '../../codec/bitReader.ts';

/**
 * scaling_list_data() (7.3.4). The lists scale coefficients, which are not reconstructed here, so
 * they are read only to reach what follows them.
 */
export function skipScalingLists(reader: BitReader): void {
  for (let size = 0; size < 4; size++) {
    for (let matrix = 0; matrix < 6; matrix += size === 3 ? 3 : 1) {
      const isWritten = reader.flag();
      if (!isWritten) {
        // scaling_list_pred_matrix_id_delta
        reader.unsigned();
        continue;
      }
      // scaling_list_dc_coef_minus8
      if (size > 1) reader.signed();
      const coefficients = Math.min(64, 1 << (4 + (size << 1)));
      for (let index = 0; index < coefficients; index++) reader.signed();
    }
  }
}
