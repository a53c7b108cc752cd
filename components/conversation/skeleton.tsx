/** The lines of a conversation while it is read, where its text will stand. */
export function ConversationSkeleton() {
  return (
    <>
      <div className="topbar" aria-hidden>
        <div className="bone" style={{ width: 180 }} />
      </div>
      <div className="thread" aria-busy="true" role="status">
        <span className="sr">Opening the conversation</span>
        <SkeletonTurns />
      </div>
    </>
  );
}

/** Two turns of a conversation, as grey lines. */
export function SkeletonTurns() {
  return [0, 1].map((turn) => (
    <div key={turn} aria-hidden>
      <div className="turn q">
        <div className="margin">
          <div className="bone" style={{ width: 36, height: 10 }} />
        </div>
        <div className="body">
          <div className="bone" style={{ width: "72%", marginTop: 6 }} />
        </div>
      </div>
      <div className="turn a">
        <div className="margin">
          <div className="bone" style={{ width: 84, height: 10 }} />
        </div>
        <div className="body">
          {["96%", "100%", "88%", "52%"].map((width) => (
            <div key={width} className="bone" style={{ width, marginTop: 12 }} />
          ))}
        </div>
      </div>
    </div>
  ));
}
