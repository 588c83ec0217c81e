import Link from 'next/link';
import type { ReactNode } from 'react';
import { type State, StateWord } from '@/components/ui/state-word';
import type { TaskStatus } from '@/lib/wizard/task-list';

const words: Record<TaskStatus, { state: State; word: string }> = {
  completed: { state: 'completed', word: 'Completed' },
  standard: { state: 'completed', word: 'Standard' },
  'not-started': { state: 'not-started', word: 'Not started' },
  'in-progress': { state: 'in-progress', word: 'In progress' },
  waiting: { state: 'waiting', word: 'Waiting for client' },
  'cannot-start': { state: 'cannot-start', word: 'Cannot start yet' },
  problem: { state: 'problem', word: 'There is a problem' },
};

/** How far a task has come, in the words of every task list. */
export function TaskStatusWord({ status }: { status: TaskStatus }) {
  const { state, word } = words[status];
  return <StateWord state={state}>{word}</StateWord>;
}

export interface TaskListProps {
  tasks: { id: string; name: ReactNode; facts: ReactNode; href: string; status: TaskStatus }[];
}

/** Things to do in any order. The whole row leads there; what cannot be started is no link. */
export function TaskList({ tasks }: TaskListProps) {
  return (
    <ul className="divide-y divide-line border-line border-y">
      {tasks.map(({ id, name, facts, href, status }) => (
        <li
          key={id}
          className="relative flex flex-wrap items-center justify-between gap-x-6 gap-y-1 py-3 hover:bg-hover/60"
        >
          <div className="min-w-0 flex-1 basis-64">
            {status === 'cannot-start' ? (
              <span className="text-ink-muted">{name}</span>
            ) : (
              <Link
                href={href}
                aria-describedby={`task-${id}`}
                className="rounded-sm font-medium text-accent underline decoration-accent/40 underline-offset-2 after:absolute after:inset-0 hover:decoration-current"
              >
                {name}
              </Link>
            )}
            <p className="text-14 text-ink-muted">{facts}</p>
          </div>
          <span id={`task-${id}`}>
            <TaskStatusWord status={status} />
          </span>
        </li>
      ))}
    </ul>
  );
}
