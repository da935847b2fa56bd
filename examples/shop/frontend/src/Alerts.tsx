import type { Call } from "./api";
import { page } from "./page";

interface Props {
    readonly strangers: readonly string[];
    readonly problems: readonly Call[];
}

export function Alerts({ strangers, problems }: Props) {
    return (
        <>
            {strangers.length > 0 && (
                <p role="alert" className="alert mixed" data-testid="mixed">
                    <b>MIXED RELEASES</b> This page is release {page.release}, but {strangers.join(", ")} answered.
                </p>
            )}
            {problems.map(({ id, method, path, problem }) => (
                <p key={id} role="alert" className="alert problem" data-testid="problem">
                    <b>API ERROR</b> {method} {path}: {problem}
                </p>
            ))}
        </>
    );
}
