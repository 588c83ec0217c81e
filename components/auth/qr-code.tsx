import qrcode from 'qrcode-generator';
import { classNames } from '@/components/ui/class-names';

/** Light modules around the code, as the standard asks for, so that a camera finds its edge. */
const QUIET_MODULES = 4;

interface QrCodeProps {
  text: string;
  label: string;
  /** How large. */
  className?: string;
}

/**
 * A text as a QR code, drawn here and sent as lines of a picture: what it says goes to no other service. Black on
 * white in the dark theme too, since many cameras do not read the reverse.
 */
export function QrCode({ text, label, className = 'size-52' }: QrCodeProps) {
  const code = qrcode(0, 'M');
  code.addData(text);
  code.make();
  const modules = code.getModuleCount();
  const size = modules + 2 * QUIET_MODULES;
  const places = Array.from({ length: modules }, (_, index) => index);
  const dark = places
    .flatMap((row) => places.filter((column) => code.isDark(row, column)).map((column) => [row, column]))
    .map(([row = 0, column = 0]) => `M${column + QUIET_MODULES} ${row + QUIET_MODULES}h1v1h-1z`)
    .join('');
  return (
    <svg
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={label}
      className={classNames('rounded-md', className)}
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={dark} fill="#000" shapeRendering="crispEdges" />
    </svg>
  );
}
