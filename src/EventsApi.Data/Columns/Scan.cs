namespace EventsApi.Data.Columns;

/// <summary>What is made of the rows of a scan: by each thread for itself, and then of all together.</summary>
internal interface IScanned<TSelf>
    where TSelf : IScanned<TSelf>
{
    /// <summary>Adds rows of a block, counted from its first; at least one.</summary>
    void Add(Segment segment, int first, ReadOnlySpan<int> rows);

    /// <summary>Adds what another thread has made.</summary>
    void Add(TSelf other);
}

/// <summary>Goes over the rows of a snapshot, with the threads that nobody else's scan uses.</summary>
internal sealed class Scan
{
    // Below this a second thread costs more than it saves.
    private const int FewSegments = 4;

    private static readonly int[] All = [.. Enumerable.Range(0, Truth.Block)];

    private int _spare = Environment.ProcessorCount - 1;

    /// <summary>What is made of the rows for which the test is true; of all without one.</summary>
    public async Task<T> RunAsync<T>(ColumnSnapshot columns, Test? test, Func<T> create, CancellationToken token)
        where T : IScanned<T>
    {
        var next = -1;
        var helpers = new List<(Turn Turn, Task<T?> Task)>();
        while (helpers.Count + 1 < columns.Segments.Count / FewSegments && TakeSpare())
        {
            var turn = new Turn();
            helpers.Add((turn, Task.Run(() => Help(turn), CancellationToken.None)));
        }
        try
        {
            var made = Work();
            // A busy server may not have come to a helper yet: it is not waited for, and will not begin.
            foreach (var helper in helpers.Where(helper => !helper.Turn.Take()))
            {
                made.Add((await helper.Task)!);
            }
            return made;
        }
        finally
        {
            // When one has failed, the others need not go on.
            Interlocked.Exchange(ref next, columns.Segments.Count);
        }

        T Work()
        {
            var made = create();
            for (int i; (i = Interlocked.Increment(ref next)) < columns.Segments.Count;)
            {
                Add(made, columns.Segments[i], test, token);
            }
            return made;
        }

        T? Help(Turn turn)
        {
            try
            {
                return turn.Take() ? Work() : default;
            }
            finally
            {
                Interlocked.Increment(ref _spare);
            }
        }
    }

    /// <summary>Belongs to whoever takes it first.</summary>
    private sealed class Turn
    {
        private int _taken;

        public bool Take() => Interlocked.Exchange(ref _taken, 1) == 0;
    }

    private bool TakeSpare()
    {
        if (Interlocked.Decrement(ref _spare) >= 0)
        {
            return true;
        }
        Interlocked.Increment(ref _spare);
        return false;
    }

    private static void Add<T>(T made, Segment segment, Test? test, CancellationToken token)
        where T : IScanned<T>
    {
        Span<byte> truths = stackalloc byte[Truth.Block];
        Span<int> rows = stackalloc int[Truth.Block];
        for (var first = 0; first < segment.Count; first += Truth.Block)
        {
            token.ThrowIfCancellationRequested();
            var block = truths[..Math.Min(Truth.Block, segment.Count - first)];
            if (test is null)
            {
                made.Add(segment, first, All.AsSpan(0, block.Length));
                continue;
            }
            test(segment, first, block);
            var count = 0;
            for (var i = 0; i < block.Length; i++)
            {
                rows[count] = i;
                count += block[i] >> 1; // 1 for true alone
            }
            if (count > 0)
            {
                made.Add(segment, first, rows[..count]);
            }
        }
    }
}
