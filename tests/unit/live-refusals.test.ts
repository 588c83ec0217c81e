import { expect, test } from 'vitest';
import { Refusals } from '@/components/runbook/refusals';
import { type ActionResult, idle } from '@/lib/action-state';

const CONFLICT = {
  status: 'failed',
  code: 'conflict',
  message: 'Sam marked this step done at 10:42. Your tick was not recorded. Undo it first if that is wrong.',
} as const;

function formOn(stepId: string): FormData {
  const form = new FormData();
  form.set('stepId', stepId);
  return form;
}

const answering = (result: ActionResult<undefined>) => async () => result;

test('who was faster is said by the step, also when the form that asked is gone', async () => {
  const refusals = new Refusals();
  let told = 0;
  refusals.subscribe(() => {
    told += 1;
  });
  expect(await refusals.told(answering(CONFLICT))(idle, formOn('slack.verify'))).toEqual(idle);
  expect(refusals.of('slack.verify')?.message).toBe(CONFLICT.message);
  expect(refusals.of('slack.store')).toBeNull();
  expect(told).toBe(1);
});

test('the same refusal twice is said twice', async () => {
  const refusals = new Refusals();
  const act = refusals.told(answering(CONFLICT));
  await act(idle, formOn('slack.verify'));
  const first = refusals.of('slack.verify');
  await act(idle, formOn('slack.verify'));
  expect(refusals.of('slack.verify')?.attempt).not.toBe(first?.attempt);
});

test('the next act on the step takes the refusal away as it is sent, an act on another step does not', async () => {
  const refusals = new Refusals();
  const refuse = () => refusals.told(answering(CONFLICT))(idle, formOn('slack.verify'));
  const ok = answering({ status: 'ok', data: undefined });
  for (const send of [refusals.told(ok), refusals.forgotten(ok)]) {
    await refuse();
    await send(idle, formOn('slack.store'));
    expect(refusals.of('slack.verify')).not.toBeNull();
    const sent = send(idle, formOn('slack.verify'));
    expect(refusals.of('slack.verify')).toBeNull();
    expect(await sent).toEqual({ status: 'ok', data: undefined });
  }
});

test('what else is wrong with an act is the form’s to say', async () => {
  const refusals = new Refusals();
  const results: ActionResult<undefined>[] = [
    { status: 'invalid', fieldErrors: { reason: ['Give the reason.'] } },
    { status: 'failed', code: 'forbidden', message: 'Your role does not allow this.' },
  ];
  for (const result of results) {
    expect(await refusals.told(answering(result))(idle, formOn('slack.verify'))).toEqual(result);
    expect(refusals.of('slack.verify')).toBeNull();
  }
});
