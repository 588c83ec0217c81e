import { PrivateText } from '@/components/ui/private-text';

/** A colleague's name; "a colleague" while the screen is shared. */
export function PersonName({ name }: { name: string }) {
  return (
    <PrivateText>
      <bdi>{name}</bdi>
    </PrivateText>
  );
}
