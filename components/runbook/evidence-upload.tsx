'use client';

import { Camera, ImagePlus } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { type ReactNode, useEffect, useState } from 'react';
import { Button } from '@/components/ui/button';
import { buttonLook } from '@/components/ui/button-look';
import { classNames } from '@/components/ui/class-names';
import { Notice } from '@/components/ui/notice';
import { CHOOSABLE_TYPES, EVIDENCE_TYPES, MAX_EVIDENCE_BYTES } from '@/lib/runbook/evidence-limits';
import { randomId } from './random-id';
import { sendEvidence } from './send-evidence';

interface Chosen {
  file: File;
  /** The same for every try, so that a lost answer does not make two images of one. */
  actId: string;
}

type Said = { tone: 'ok' | 'bad'; words: string } | null;

/** Adds an image to a step: chosen or taken, looked at, then sent. */
export function EvidenceUpload({ runbookId, stepId }: { runbookId: string; stepId: string }) {
  const router = useRouter();
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [sending, setSending] = useState(false);
  const [said, setSaid] = useState<Said>(null);

  const choose = (file: File) => {
    const tooLarge = file.size > MAX_EVIDENCE_BYTES;
    setChosen(tooLarge ? null : { file, actId: randomId() });
    setSaid(
      tooLarge ? { tone: 'bad', words: 'This image is larger than 10 MB. Choose a smaller one.' } : null,
    );
  };
  const drop = () => {
    setChosen(null);
    setSaid(null);
  };
  const send = async ({ file, actId }: Chosen) => {
    setSending(true);
    const problem = await sendEvidence({ runbookId, stepId, actId }, file);
    setSending(false);
    setSaid(
      problem === null
        ? { tone: 'ok', words: 'The image is kept with this step.' }
        : { tone: 'bad', words: problem },
    );
    if (problem !== null) return;
    setChosen(null);
    router.refresh();
  };

  return (
    <div className="grid max-w-2xl gap-3">
      {chosen === null ? (
        <div className="flex flex-wrap gap-2">
          <FileButton onChoose={choose} camera className="pointer-fine:hidden">
            <Camera className="size-4" aria-hidden="true" />
            Take a photo
          </FileButton>
          <FileButton onChoose={choose}>
            <ImagePlus className="size-4" aria-hidden="true" />
            Choose an image
          </FileButton>
        </div>
      ) : (
        <Look chosen={chosen} sending={sending} onSend={() => send(chosen)} onDrop={drop} />
      )}
      <div role="status">{said && <Notice tone={said.tone}>{said.words}</Notice>}</div>
    </div>
  );
}

interface LookProps {
  chosen: Chosen;
  sending: boolean;
  onSend: () => void;
  onDrop: () => void;
}

/** What is about to be sent, and why to look at it. */
function Look({ chosen: { file }, sending, onSend, onDrop }: LookProps) {
  const [address, setAddress] = useState<string>();
  const [unknown, setUnknown] = useState(false);
  useEffect(() => {
    const made = URL.createObjectURL(file);
    setAddress(made);
    setUnknown(false);
    return () => URL.revokeObjectURL(made);
  }, [file]);
  return (
    <div className="grid gap-3">
      <Notice tone="warn" title="A screenshot may show a secret: look before you send">
        <p>
          Keys, passwords and codes do not belong here. Place, time and camera are taken out of the image.
        </p>
      </Notice>
      {unknown && (
        <p className="text-13 text-ink-muted">
          This browser cannot show <bdi>{file.name}</bdi>
          {isHeic(file)
            ? '. The board keeps it as a JPEG: look at it there.'
            : ': it may be damaged, or no image.'}
        </p>
      )}
      {address && !unknown && (
        <img
          src={address}
          alt="What you are about to send"
          onError={() => setUnknown(true)}
          className="max-h-96 max-w-full rounded-md border border-line object-contain"
        />
      )}
      <div className="flex flex-wrap gap-2">
        <Button variant="primary" size="touch" busy={sending} busyLabel="Sending…" onClick={onSend}>
          Send image
        </Button>
        <Button variant="quiet" size="touch" onClick={onDrop}>
          Do not send
        </Button>
      </div>
    </div>
  );
}

/** Most browsers show none, and some do not know its type. */
function isHeic({ name, type }: File): boolean {
  return /^image\/hei[cf]$/.test(type) || /\.hei[cf]$/i.test(name);
}

interface FileButtonProps {
  onChoose: (file: File) => void;
  camera?: boolean;
  className?: string;
  children: ReactNode;
}

function FileButton({ onChoose, camera, className, children }: FileButtonProps) {
  return (
    <label
      className={classNames(
        buttonLook('secondary', 'touch'),
        'cursor-pointer gap-2 has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:outline-offset-2',
        className,
      )}
    >
      {children}
      <input
        type="file"
        accept={(camera ? EVIDENCE_TYPES : CHOOSABLE_TYPES).join(',')}
        capture={camera ? 'environment' : undefined}
        className="sr-only"
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? [];
          if (file !== undefined) onChoose(file);
          currentTarget.value = '';
        }}
      />
    </label>
  );
}
