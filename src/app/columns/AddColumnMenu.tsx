import { Plus } from 'lucide-react';
import { MOST_COLUMNS, sameColumn } from '../../results/columnSpec.ts';
import { Button } from '../../ui/Button.tsx';
import { ButtonText } from '../../ui/ButtonText.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { viewStore } from '../../viewer/viewState.ts';
import { useApp, useExperimentStore } from '../experimentContext.ts';
import { commonNetwork } from './listEdits.ts';
import { COLUMN_PRESETS, COMPARING_PRESETS, type Preset, publishedColumns } from './presets.ts';
import { changeColumns } from './useColumns.ts';

/** The menu that adds columns, and puts the published figure back. */
export function AddColumnMenu() {
  const { experiment } = useApp();
  const columns = useExperimentStore((store) => store.configuration.columns);
  const item = ({ label, note, add }: Preset) => {
    const added = add(columns);
    return {
      label,
      note,
      disabled: added === null,
      onChoose: () => {
        if (!added) return;
        viewStore.setState({ enlarged: null });
        const key = changeColumns(experiment, added.columns, added.index);
        viewStore.setState({ added: key });
      },
    };
  };
  const published = publishedColumns(commonNetwork(columns));
  const isPublished =
    columns.length === published.length &&
    columns.every((column, index) => {
      const other = published[index];
      return other !== undefined && sameColumn(column, other);
    });
  return (
    <Menu
      trigger={
        <Button
          title={
            columns.length < MOST_COLUMNS
              ? 'Add a column, or go back to the published figure'
              : `There are ${MOST_COLUMNS} columns, the most that are shown`
          }
        >
          <Plus size={16} aria-hidden /> <ButtonText seenIn="medium">Add column</ButtonText>
        </Button>
      }
      groups={[
        { title: 'A column', items: COLUMN_PRESETS.map(item) },
        { title: 'Side by side', items: COMPARING_PRESETS.map(item) },
        {
          title: 'All columns',
          items: [
            {
              label: 'Published figure',
              note: 'ground truth, original, x265, ours',
              disabled: isPublished,
              onChoose: () => {
                viewStore.setState({ enlarged: null });
                changeColumns(experiment, published);
              },
            },
          ],
        },
      ]}
    />
  );
}
