import type { Metadata } from 'next';
import { ActionForm } from '@/components/ui/action-form';
import { ContinueButtons } from '@/components/wizard/continue-buttons';
import { DoFirst } from '@/components/wizard/do-first';
import { TaskList } from '@/components/wizard/task-list';
import { WizardFrame } from '@/components/wizard/wizard-frame';
import { STEP_TITLES } from '@/lib/wizard/schema';
import { settingsTasks } from '@/lib/wizard/task-list';
import { DraftFoot } from '../draft-foot';
import { openStep, type StepParams } from '../open-step';
import { continueSettingsAction } from './actions';

export const metadata: Metadata = { title: STEP_TITLES.settings };

/** The components that ask something, to be answered in any order. */
export default async function SettingsPage(props: StepParams) {
  const { actor, draft, first, frame, returnTo } = await openStep('settings', props);
  if (first !== null) return <DoFirst wanted={STEP_TITLES.settings} first={first} />;
  const { catalogue, whole, answers } = draft;
  const tasks = settingsTasks(catalogue.components, whole, answers);
  const groups = [
    {
      title: 'Needs answers',
      hint: 'Nobody can guess these. What waits for the client can wait while you go on. The runbook can only be made once it is answered; until then the draft stays on the board.',
      own: tasks.filter((task) => !task.hasStandardAnswers),
    },
    {
      title: 'Standard answers apply',
      hint: 'Look at these only where this client is different.',
      own: tasks.filter((task) => task.hasStandardAnswers),
    },
  ].filter(({ own }) => own.length > 0);
  const silent = whole.componentIds.length - tasks.length;
  const query = returnTo === undefined ? '' : '?return=check';
  return (
    <WizardFrame title={STEP_TITLES.settings} {...frame} foot={<DraftFoot actor={actor} draft={draft} />}>
      <div className="grid gap-6">
        <p className="max-w-prose">Answer these in any order.</p>
        {groups.map(({ title, hint, own }) => (
          <section key={title} aria-label={title}>
            <h2 className="font-semibold">{title}</h2>
            <p className="mb-2 max-w-prose text-14 text-ink-muted">{hint}</p>
            <TaskList
              tasks={own.map((task) => ({
                ...task,
                id: task.componentId,
                href: `/wizard/${draft.id}/settings/${task.componentId}${query}`,
              }))}
            />
          </section>
        ))}
        {silent > 0 && (
          <p className="text-14 text-ink-muted">
            {silent === 1 ? 'One more component needs' : `${silent} more components need`} no settings.
          </p>
        )}
        <ActionForm action={continueSettingsAction.bind(null, draft.id)}>
          {returnTo && <input type="hidden" name="return" value={returnTo} />}
          <ContinueButtons />
        </ActionForm>
      </div>
    </WizardFrame>
  );
}
