import type { MaskErrors } from '../hevc/maskErrors.ts';
import type { VideoBlocks } from '../hevc/videoBlocks.ts';
import type { ColumnPlan, PlanContext } from './columnPlan.ts';
import type { FrameStage } from './graph/stage.ts';
import { withInputs } from './graph/stage.ts';
import type { BlockFigures, CodedVideo } from './stages/blockFigures.ts';
import { maskErrorsStage } from './stages/maskErrors.ts';
import { objectBitsStage } from './stages/objectBits.ts';
import { vosStage } from './stages/vos.ts';

/**
 * Adds the figures that need the blocks of a column's video. They have a worker of their own, so
 * that pictures and masks do not wait for them; they take a part of the processor meanwhile.
 *
 * @param isMade false for a column that is not computed, but recorded
 */
export function planBlocks(
  plans: readonly ColumnPlan[],
  isMade: (plan: ColumnPlan) => boolean,
  blocks: Pick<VideoBlocks, 'objectBits' | 'maskErrors'>,
  context: PlanContext,
): ColumnPlan[] {
  const goals = plans.filter(isMade).map(({ goal }) => goal);
  const stages = withInputs(goals.flatMap(({ shown, others }) => [...shown, ...others]));
  const made = new Set(stages.map(({ id }) => id));
  return plans.map((plan) => {
    const video = codedVideo(plan, context);
    if (!video) return plan;
    const objectBits = objectBitsStage(context.read, video, blocks);
    const maskErrors = planMaskErrors(plan, video, made, blocks, context);
    const { shown, others } = plan.goal;
    const figures = maskErrors ? [objectBits, maskErrors] : [objectBits];
    return { ...plan, objectBits, maskErrors, goal: { shown, others: [...others, ...figures] } };
  });
}

/** The column's HEVC video; null without one, and while that is not known. */
function codedVideo({ encode, stream }: ColumnPlan, { resultOf }: PlanContext): CodedVideo | null {
  if (encode) return { stage: encode, videoOf: ({ outputOf }) => outputOf(encode) };
  if (!stream || resultOf(stream)?.video.codec !== 'HEVC') return null;
  return { stage: stream, videoOf: ({ outputOf }) => outputOf(stream).video };
}

/**
 * For masks of VOS on the video's pictures as they are, if another column has masks of the same
 * network on the originals or codes them: VOS takes far too long to run for this alone.
 */
function planMaskErrors(
  { spec, vos }: ColumnPlan,
  video: CodedVideo,
  made: ReadonlySet<string>,
  blocks: Pick<VideoBlocks, 'maskErrors'>,
  { read, prepared, workers }: PlanContext,
): FrameStage<BlockFigures<MaskErrors>> | null {
  if (spec.masks.source !== 'vos' || spec.enhanced || !vos || !prepared) return null;
  const originals = vosStage(read, read, spec.masks.network, prepared, workers);
  return made.has(originals.id) ? maskErrorsStage(vos, originals, video, blocks) : null;
}
