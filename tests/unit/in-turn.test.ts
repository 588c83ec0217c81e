import { expect, test } from 'vitest';
import { inTurn } from '@/lib/audit/in-turn';

function open<T>() {
  let resolve: (value: T) => void = () => undefined;
  let reject: (reason: Error) => void = () => undefined;
  const promise = new Promise<T>((yes, no) => {
    [resolve, reject] = [yes, no];
  });
  return { promise, resolve, reject };
}

test('what asks for the same thing runs in the order in which it was asked, one at a time', async () => {
  const first = open<string>();
  const order: string[] = [];
  const work = (name: string, until: Promise<unknown>) => async () => {
    order.push(`${name} begins`);
    await until;
    order.push(`${name} ends`);
  };
  const all = [inTurn('same', work('one', first.promise)), inTurn('same', work('two', Promise.resolve()))];
  const other = inTurn('other', work('elsewhere', Promise.resolve()));
  await other;
  expect(order).toEqual(['one begins', 'elsewhere begins', 'elsewhere ends']);
  first.resolve('');
  await Promise.all(all);
  expect(order.slice(3)).toEqual(['one ends', 'two begins', 'two ends']);
});

test('whoever had to wait is told so', async () => {
  const told = (hasWaited: boolean) => Promise.resolve(hasWaited);
  await expect(Promise.all([inTurn('told', told), inTurn('told', told)])).resolves.toEqual([false, true]);
  await expect(inTurn('told', told)).resolves.toBe(false);
});

test('one that fails fails alone: the next has its turn', async () => {
  const failing = inTurn('failing', () => Promise.reject(new Error('gone')));
  const next = inTurn('failing', async () => 'done');
  await expect(failing).rejects.toThrow('gone');
  await expect(next).resolves.toBe('done');
});

test('one that hangs holds nobody up for long', async () => {
  const hanging = open<string>();
  const stuck = inTurn('hanging', () => hanging.promise);
  const next = inTurn('hanging', async () => 'done');
  await expect(next).resolves.toBe('done');
  hanging.resolve('at last');
  await expect(stuck).resolves.toBe('at last');
});
