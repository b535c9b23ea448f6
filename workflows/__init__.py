"""What follows an event: one Prefect flow file per stage, the sweeps, the relay. The only code that imports Prefect."""
