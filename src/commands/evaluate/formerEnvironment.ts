import { z } from 'zod';
import { isVosNetworkName, type VosNetworkName } from '../../networks/vosNetworks.ts';
import { formatColumnList } from '../../results/columnList.ts';
import { OURS_MODES } from '../../results/columns.ts';
import { columnLists } from './columnLists.ts';

/**
 * What the environment of an evaluation says about its columns in result files of version 2 and 3:
 * the options of the command.
 */
const formerPlan = z.object({
  /** One CRF or several; null if each sequence's CRF is found for `targetBpp`. */
  crf: z.union([z.number(), z.array(z.number())]).nullable(),
  targetBpp: z.number().nullable(),
  keyint: z.int(),
  columns: z.array(z.string()),
  /** How the masks of ours are made; version 2 always has `enhanced`. */
  ours: z.enum(OURS_MODES).default('enhanced'),
  /** Quality of coded masks. */
  maskQuality: z.number().nullable().default(null),
  networks: z.array(z.object({ name: z.string().refine(isVosNetworkName) })),
});

/**
 * Adds the columns of each experiment to an environment of version 2 or 3; returns any other one as
 * it is.
 */
export function withExperiments(environment: Readonly<Record<string, unknown>>): unknown {
  if ('experiments' in environment) return environment;
  const parsed = formerPlan.safeParse(environment);
  if (!parsed.success) return environment;
  const { crf, networks, columns, targetBpp, ...others } = parsed.data;
  const isRated = columns.some((name) => name !== 'original');
  const lists = columnLists({
    ...others,
    columns,
    crfs: crf === null || !isRated ? null : [crf].flat(),
    targetBpp: isRated ? targetBpp : null,
    networks: networks.map(({ name }) => name as VosNetworkName),
  });
  return { ...environment, experiments: lists.map(formatColumnList) };
}
