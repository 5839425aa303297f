import django.db.models.deletion
import django.utils.timezone
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('certificates', '0002_r_registers'),
    ]

    operations = [
        migrations.CreateModel(
            name='Credential',
            fields=[
                ('certificate', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='credential', serialize=False, to='certificates.certificate')),
                ('token', models.TextField()),
                ('signed_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['signed_at'],
            },
        ),
        migrations.CreateModel(
            name='IssuerKey',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kid', models.CharField(max_length=43)),
                ('purpose', models.CharField(choices=[('document', 'documents'), ('seal', 'seals'), ('credential', 'credentials')], max_length=10)),
                ('jwk', models.JSONField()),
                ('chain', models.JSONField(default=list)),
                ('development', models.BooleanField(default=False)),
                ('state', models.CharField(choices=[('active', 'in use'), ('retired', 'retired'), ('compromised', 'lost or stolen')], default='active', max_length=12)),
                ('starts_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('ends_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['purpose', '-starts_at'],
            },
        ),
        migrations.CreateModel(
            name='SignedFile',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('sha256', models.CharField(max_length=64, unique=True)),
                ('file_name', models.CharField(max_length=120)),
                ('signed_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['-signed_at'],
            },
        ),
        migrations.AddField(
            model_name='certificate',
            name='claimed_until',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='certificate',
            name='seal',
            field=models.BinaryField(null=True),
        ),
        migrations.AddField(
            model_name='certificate',
            name='status_index',
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='certificate',
            name='status_list',
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddConstraint(
            model_name='certificate',
            constraint=models.UniqueConstraint(fields=('status_list', 'status_index'), name='status_place_once'),
        ),
        migrations.AddConstraint(
            model_name='issuerkey',
            constraint=models.UniqueConstraint(fields=('kid', 'purpose'), name='key_once_per_purpose'),
        ),
        migrations.AddConstraint(
            model_name='issuerkey',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'active')), fields=('purpose',), name='one_active_key_per_purpose'),
        ),
        migrations.AddConstraint(
            model_name='issuerkey',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ends_at__isnull', True), ('state', 'active')), models.Q(models.Q(('state', 'active'), _negated=True), ('ends_at__isnull', False)), _connector='OR'), name='key_not_active_says_since_when'),
        ),
        migrations.AddField(
            model_name='signedfile',
            name='certificate',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='further_files', to='certificates.certificate'),
        ),
    ]
