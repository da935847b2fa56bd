import { Component, type ReactNode } from "react";

interface Props {
    readonly children: ReactNode;
}

/** Says so when a lazy chunk cannot be loaded, as happens when its release is gone. */
export class ChunkBoundary extends Component<Props, { readonly error?: Error }> {
    override state: { readonly error?: Error } = {};

    static getDerivedStateFromError(error: Error) {
        return { error };
    }

    override render() {
        const { error } = this.state;
        if (!error) return this.props.children;
        return (
            <p role="alert" className="alert problem" data-testid="chunk-problem">
                <b>VIEW NOT LOADED</b> {error.message}. <a href="/">Reload the shop</a>
            </p>
        );
    }
}
